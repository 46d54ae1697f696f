"""Tables of what the models do: calibration, feedback."""

from benchmarks.markdown import Told, table


def feedback(told: Told) -> str:
    """Write what decisions change, and what exploring changes once a hub is closed."""
    first, last = told["seeds"]
    parts = (
        ("Decisions", told["change_in_average_precision"]),
        ("After a hub is closed, share explored", told["after_a_hub_closed_by_share_explored"]),
        ("Exploring a tenth, less exploring nothing", told[_PAYS]),
    )
    rows = [
        [f"{part}: {name}", one["mean"], one["low"], one["high"], one["least"]]
        for part, told_part in parts
        for name, one in told_part.items()
    ]
    return (
        f"World `standard`, version {told['world_version']}, {told['shipments']:,} lines, seeds "
        f"{first} to {last}, which no one tuned on. Average precision of later lines (*before*) "
        "and its change by decisions on the first lines of the earlier ones, a tenth drawn "
        "below; *new schemes*: without schemes that began earlier. After a hub is closed 500 "
        "lines are decided, the last ones well after. Means, bounds of the mean below and above "
        "which 5 % lie (worlds drawn), and the least of all worlds.\n\n"
        + table(("What", "Mean", "Low", "High", "Least"), rows)
    )


def calibration(told: Told) -> str:
    """Write how often p-values lie under a level, and what a false-discovery rate flags."""
    rows = [
        [f"{world}: p at most {level}", *shares]
        for world, levels in told["share_of_p_at_most"].items()
        for level, shares in levels.items()
    ]
    rate = told["at_a_rate"]
    return (
        f"Worlds of {told['shipments']:,} lines, version {told['world_version']}: "
        f"{told['worlds']['lawful']} lawful ones, {told['worlds']['growing']} in a market that "
        f"grows by 150 % a year, {told['worlds']['schemes']} with schemes. Bounds: consignees "
        "drawn, 90 %.\n\n"
        + table(("What", "Mean share", "Low", "High"), rows)
        + f"\n\nAt a false-discovery rate of {rate['rate']:.0%}: mean false share "
        f"{rate['false_share']:.3f} (standard error {rate['false_share_standard_error']:.3f}; "
        f"{rate['false_share_with_cover']:.3f} where a scheme's cover lines count as false), "
        f"{rate['schemes_found']} of {rate['schemes_not_expert']} schemes not expert found, "
        f"{rate['worlds_without_a_flag']} worlds without a flag."
    )


_PAYS = "exploring_a_tenth_less_exploring_nothing"
