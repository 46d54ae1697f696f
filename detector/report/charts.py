"""Plotly figures as plain data; colours are names of the page's tokens, put in by its script."""

from collections.abc import Sequence
from html import escape

from detector.report.findings import Lane, Signal, TrendWeek, Usual
from detector.report.numerals import percent

Figure = dict[str, object]
MOST_BARS = 10


def trend_chart(weeks: Sequence[TrendWeek], usual: Usual) -> Figure:
    """Draw flagged lines by week of departure, over the usual range."""
    last = len(weeks) - 1
    bars = {
        "type": "bar",
        "x": [week.monday for week in weeks],
        "y": [week.flagged for week in weeks],
        "customdata": [[week.week, f"{week.lines:,}"] for week in weeks],
        "hovertemplate": "%{customdata[0]}: %{y} flagged of %{customdata[1]} lines<extra></extra>",
        "marker": {
            "color": ["--signal" if place == last else "--accent" for place in range(len(weeks))]
        },
        "width": 4.6 * 86_400_000,
    }
    layout = _layout(280) | {
        "margin": {"l": 36, "r": 12, "t": 32, "b": 42},
        "xaxis": _axis() | {"type": "date", "showgrid": False, "tickformat": "%-d %b\n%Y"},
        "yaxis": _axis() | {"rangemode": "tozero", "tickformat": ",d", "nticks": 5},
        "shapes": _band(usual),
        "annotations": _band_label(usual),
    }
    return {"data": [bars], "layout": layout}


def lanes_chart(lanes: Sequence[Lane]) -> Figure:
    """Draw flagged lines by lane, busiest on top."""
    shown = list(reversed(lanes[:MOST_BARS]))
    labels = [f"{lane.start or '?'} → {lane.end or '?'}" for lane in shown]
    told = [[escape(lane.words), f"{lane.lines:,}", percent(lane.share)] for lane in shown]
    hover = (
        "%{customdata[0]}: %{x} flagged of %{customdata[1]} lines, %{customdata[2]}<extra></extra>"
    )
    return _bars(labels, [lane.flagged for lane in shown], told, hover)


_NAMED = {
    "company.consignee_disguise": "consignee's goods weigh alike",
    "company.consignee_oddness": "consignee's goods, their words",
    "company.consignee_to_ends": "consignee to restricted places",
    "company.exporter_disguise": "exporter's goods weigh alike",
    "company.exporter_oddness": "exporter's goods, their words",
    "corridor.lane_age": "days since the first that way",
    "counterparty.pair_known": "days that the two have traded",
    "declaration.density": "value per kg, as declared",
    "disguise.to_embargoed": "other goods to restricted places",
    "disguise.unaccounted": "accelerators not seen again",
    "disguise.unlikeness": "weight beside what came in",
    "lots.size_gap": "worth of the line beside peers",
    "onward.consignee_to_embargoed": "consignee's, on to restricted",
    "pass_through.to_embargoed": "came in, on to restricted",
    "price.density_gap": "value per kg, same heading",
    "price.item_gap": "value per accelerator",
    "price.own_gap": "value per piece, same exporter",
    "price.value_gap": "value per piece, same heading",
    "price.weight_gap": "weight per piece, same heading",
    "wording.density_gap": "value per kg, same words",
    "wording.heading_surprise": "heading for these words",
    "wording.value_gap": "value per piece, same words",
    "wording.weight_gap": "weight per piece, same words",
}  # those that head charts and lists most often; the others are read well as they are named


def signals_chart(signals: Sequence[Signal]) -> Figure:
    """Draw how much of the flags' score each reason carries, in percent."""
    shown = list(reversed(signals[:MOST_BARS]))
    labels = [signal_words(signal.signal) for signal in shown]
    told = [[f"{signal.lines:,}"] for signal in shown]
    hover = "%{x:.1f} % of the score, in %{customdata[0]} lines<extra></extra>"
    return _bars(labels, [round(signal.share * 100, 1) for signal in shown], told, hover)


def signal_words(signal: str) -> str:
    """Write a feature's name as words.

    Examples
    --------
    >>> signal_words("price.value_gap"), signal_words("first_order_size")
    ('value per piece, same heading', 'first order size')
    """
    return _NAMED.get(signal) or signal.rsplit(".", 1)[-1].replace("_", " ")


def _bars(
    labels: Sequence[str], lengths: Sequence[float], told: Sequence[object], hover: str
) -> Figure:
    places = list(range(len(labels)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": list(lengths),
        "y": places,
        "customdata": list(told),
        "hovertemplate": hover,
        "text": [f"{length:,}" for length in lengths],
        "textposition": "outside",
        "cliponaxis": False,
        "textfont": {"color": "--ink"},
        "marker": {"color": "--accent"},
        "width": 0.62,
    }
    layout = _layout(20 + 30 * max(len(labels), 1)) | {
        "margin": {"l": 36, "r": 12, "t": 6, "b": 6},
        "xaxis": _axis() | {"visible": False, "range": [0, 1.12 * max([*lengths, 1])]},
        "yaxis": _axis()
        | {
            "showgrid": False,
            "automargin": True,
            "tickvals": places,
            "ticktext": [f"{escape(label)}  " for label in labels],
            "range": [-0.6, len(labels) - 0.4],
        },
    }
    return {"data": [bars], "layout": layout}


def _layout(height: int) -> Figure:
    return {
        "height": height,
        "margin": {"l": 36, "r": 12, "t": 14, "b": 42},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "--sans", "size": 13, "color": "--muted"},
        "hoverlabel": {
            "bgcolor": "--raised",
            "bordercolor": "--rule-strong",
            "font": {"color": "--ink", "size": 13},
            "align": "left",
        },
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.3,
    }


def _axis() -> Figure:
    return {
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": "--rule",
        "linecolor": "--rule-strong",
        "tickfont": {"color": "--muted"},
    }


def _band(usual: Usual) -> list[Figure]:
    if usual.high is None:
        return []
    place = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": usual.low, "y1": usual.high}
    look = {"fillcolor": "--band", "line": {"width": 0}, "layer": "below"}
    return [{"type": "rect", **place, **look}]


def _band_label(usual: Usual) -> list[Figure]:
    if usual.high is None:
        return []
    told = f"shaded: the usual {usual.low} to {usual.high} a week"
    place = {"xref": "paper", "x": 0, "xanchor": "left", "yref": "paper", "y": 1.02}
    look = {"yanchor": "bottom", "showarrow": False, "font": {"color": "--muted", "size": 12.5}}
    return [{"text": told, **place, **look}]
