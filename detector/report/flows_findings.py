"""What the statistics of a workspace say, part by part, and why a part cannot be told."""

from dataclasses import dataclass

from detector.errors import FeatureError, RecordError
from detector.flows import (
    BalanceFindings,
    DisplacementFindings,
    FlowPlan,
    MirrorFindings,
    analyse_mirror,
    balance_countries,
    watch_displacement,
)
from detector.workspace import Connection


@dataclass(frozen=True, slots=True)
class FlowsFindings:
    """What the statistics of a workspace say; a part that cannot be told is None, with the reason.

    ``missing`` holds the name of each such part and why.
    """

    mirror: MirrorFindings | None
    displacement: DisplacementFindings | None
    balance: BalanceFindings | None
    missing: tuple[tuple[str, str], ...]


def gather_flows(
    con: Connection, plan: FlowPlan | None = None, hold_days: int = 120, most: int = 20
) -> FlowsFindings:
    """Run every analysis of flows that the workspace has records for.

    Parameters
    ----------
    con : Connection
    plan : FlowPlan, optional
    hold_days : int
        Days for which goods may lie in a warehouse.
    most : int
        Most rows of each list.

    Returns
    -------
    FlowsFindings

    Raises
    ------
    InputError
        If the plan names a publisher or a depth of code that is not there.
    """
    missing: list[tuple[str, str]] = []
    mirror = displacement = balance = None
    try:
        mirror = analyse_mirror(con, plan, most)
    except RecordError as error:
        missing.append(("Mirror", f"{error.what}. {error.fix}"))
    try:
        displacement = watch_displacement(con, plan, most=most)
    except RecordError as error:
        missing.append(("Displacement", f"{error.what}. {error.fix}"))
    try:
        balance = balance_countries(con, hold_days, most)
    except (RecordError, FeatureError) as error:
        missing.append(("Balance", f"{error.what}. {error.fix}"))
    return FlowsFindings(mirror, displacement, balance, tuple(missing))
