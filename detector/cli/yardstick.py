"""Commands that measure: hold a scan against a truth, replay it week by week."""

from pathlib import Path
from typing import Annotated

import typer

from detector.cli.options import (
    JsonOption,
    OutFolder,
    SettingsOption,
    WorkspaceOption,
    as_data,
    opened,
    progress,
    say,
)
from detector.errors import InputError
from detector.settings import read_settings

app = typer.Typer()

TruthOption = Annotated[
    Path | None, typer.Option(help="CSV that says which lines were planted, as `simulate` writes.")
]


@app.command()
def evaluate(
    workspace: WorkspaceOption,
    truth: TruthOption = None,
    planted: Annotated[
        int | None,
        typer.Option(min=1, help="Instead: plant so many schemes in a copy, scan it, judge that."),
    ] = None,
    world: Annotated[
        str, typer.Option(help="Where planted schemes come from: standard, stress or a TOML file.")
    ] = "standard",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for evaluation.html and its JSON.")
    ] = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Hold the latest scan, and simple methods beside it, against a truth."""
    from detector.evaluate import evaluate as compare
    from detector.evaluate import evaluate_planted, judge_scan, read_truth, write_evaluation
    from detector.narrate import tell_judgement

    chosen = read_settings(settings)
    with opened(workspace, chosen, read_only=True) as con, progress() as tell:
        tell("comparing")
        if planted is not None and truth is None:
            told = evaluate_planted(con, planted, chosen, world=world, tell=tell)
        elif truth is None or planted is not None:
            raise InputError("Say what to judge by", "--truth or --planted", "Give one of the two.")
        elif out:
            told = compare(con, read_truth(truth))
        else:
            judgement = judge_scan(con, read_truth(truth))
            say(as_data(judgement) if as_json else tell_judgement(judgement))
            return
    page = write_evaluation(told, out) if out else None
    where = f"\nThe evaluation lies at {page}" if page else ""
    say(as_data(told) if as_json else tell_judgement(told.methods[0].judgement) + where)


@app.command()
def backtest(
    workspace: WorkspaceOption,
    truth: Annotated[Path, typer.Option(help="CSV that says which lines were planted.")],
    out: OutFolder,
    weeks: Annotated[int, typer.Option(min=1, help="Weeks to replay, the last ones.")] = 8,
    per_week: Annotated[int, typer.Option(min=1, help="Lines reviewed each week.")] = 20,
    explore: Annotated[
        float, typer.Option(min=0.0, max=0.5, help="Share of them drawn at random.")
    ] = 0.1,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Replay week by week: review the top, reveal only those labels, go on; changes nothing."""
    from detector.evaluate import ReplayPlan, last_weeks, read_truth, scan_week, write_evaluation
    from detector.evaluate import backtest as replay_weeks
    from detector.evaluate import evaluate as compare
    from detector.narrate import tell_replay

    chosen = read_settings(settings)
    with opened(workspace, chosen, read_only=True) as con, progress() as tell:
        given = read_truth(truth)
        first = last_weeks(con, weeks)
        plan = ReplayPlan(first=first, per_week=per_week, exploration=explore, seed=chosen.seed)
        replay = replay_weeks(con, given, scan_week(chosen, tell), plan)
        tell("comparing")
        page = write_evaluation(compare(con, given), out, replay)
    say(as_data(replay) if as_json else tell_replay(replay, page))
