import json

import plotly.graph_objects as go

from detector.report.charts import lanes_chart, signals_chart, trend_chart
from detector.report.findings import Lane
from detector.report.trends import judge


def drawn(figure):
    """Hand the figure to Plotly's own validator, with colours put in for the tokens."""
    text = json.dumps(figure).replace('"--sans"', '"Arial"')
    return go.Figure(json.loads(text, object_hook=coloured))


def coloured(node):
    return {
        name: "#123456" if isinstance(value, str) and value.startswith("--")
        else ["#123456"] * len(value) if name == "color" and isinstance(value, list)
        else value
        for name, value in node.items()
    }  # fmt: skip


def test_plotly_accepts_every_figure(week):
    assert len(drawn(trend_chart(week.trend, week.usual)).data[0].x) == len(week.trend)
    assert len(drawn(lanes_chart(week.lanes)).data[0].x) == min(10, len(week.lanes))
    assert drawn(signals_chart(week.signals)).layout.height > 100


def test_markup_in_a_lane_is_escaped_for_plotly():
    lane = Lane("<a href='x'>", "CN", "<a href='x'> to China", 9, 3, 0.3, None, 5, judge([1]))
    assert "<a" not in json.dumps(lanes_chart([lane]))


def test_colours_are_names_of_tokens(week):
    text = json.dumps(trend_chart(week.trend, week.usual))
    assert "#" not in text
    assert '"--accent"' in text
