"""Tables of what the models do: calibration, feedback, the first scan, sizes."""

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
        [f"{part}: {name}", one["mean"], one["low"], one["high"], one["least"], one["worlds"]]
        for part, told_part in parts
        for name, one in told_part.items()
    ]
    return (
        f"World `standard`, version {told['world_version']}, {told['shipments']:,} lines, seeds "
        f"{first} to {last}, which no one tuned on (runs before: "
        f"{'; '.join(told.get('runs_before', [])) or 'none'}). Average precision of later lines "
        "(*before*) and its change by decisions on the first lines of the earlier ones, a tenth "
        "drawn below; *new schemes*: without schemes that began earlier. After a hub is closed 500 "
        "lines are decided, the last ones well after: all at one time or, *weekly*, in rounds that "
        "learn from those before. Means, bounds of the mean below and above "
        "which 5 % lie (worlds drawn), and the least of all worlds.\n\n"
        + table(("What", "Mean", "Low", "High", "Least", "Worlds"), rows)
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


def full_system(told: Told) -> str:
    """Write what the first scan finds before any decision."""
    mean, summed = told["mean"], told["sum"]
    rows = [
        [f"schemes found in 0.5 % of the lines{part}",
         round(summed[f"found{part}"] / max(summed[f"schemes{part}"], 1), 3),
         summed[f"schemes{part}"]]
        for part in ("", ", blatant", ", clear", ", subtle", ", expert")
    ]  # fmt: skip
    rows += [
        ["precision of the first 100", mean["precision_of_first_100"], None],
        ["average precision", mean["average_precision"], None],
        ["average precision by strangeness alone", mean["strangeness"], None],
        ["average precision, supervised on the same features", mean["supervised"], None],
        ["over the supervised reference",
         round(mean["average_precision"] / mean["supervised"], 3), None],
    ]  # fmt: skip
    rows += [
        [f"average precision of {', '.join(one['kinds'])}, {word}", one[name], None]
        for one in told["unseen"]
        for name, word in (("strange", "strangeness"), ("rehearsed", "rehearsed without them"))
    ]
    seeds = ", ".join(map(str, told["seeds"]))
    return (
        f"World `standard`, version {told['world_version']}, {told['shipments']:,} lines, seeds "
        f"{seeds}, which no one tuned on; {len(told['runs'])} run(s) so far, all logged in the "
        "JSON. Rehearsal uses another world of the same simulator, with other parameters. "
        "Wanted: 0.8 of the schemes, 0.95 blatant, 0.55 expert; 0.8 of the first 100; 0.8 of the "
        "reference; kinds left out of rehearsal gain too.\n\n"
        + table(("What", "Figure", "Schemes"), rows)
    )


def _rate(score: Told) -> str:
    if "lines_per_second" not in score:
        return ""
    return (
        f" All views score {score['lines_per_second']:,} lines a second, "
        f"{score['lines_per_processor_second']:,} for each second of a processor."
    )


def sizes(told: Told) -> str:
    """Write what the commands and the models take."""
    rows = [
        [f"{name}, {int(lines):,} lines", *one.values()]
        for lines, done in told["commands"].items()
        for name, one in done.items()
    ]
    models = told.get("models", {})
    rows += [
        [f"models: {name}, {models[key]['lines']:,} lines",
         *(models[key][column] for column in ("seconds", "processor_seconds", "peak_megabytes"))]
        for key, name in (
            ("train", "train and rehearse"), ("score", "score"), ("flag", "rank, explain flagged")
        )
        if key in models
    ]  # fmt: skip
    head = ("What", "Seconds", "Processor seconds", "Peak MB")
    return (
        f"World `standard`, version {told['world_version']}, seed {told['seed']}, {told['cores']} "
        f"cores that others used as well (load average {told['load_before']} before): processor "
        "seconds are what it takes, seconds what was waited. Each command is a process of its own. "
        "The models' lines are those of the first world laid out again, with other companies and "
        "values moved by a thousandth: good for time and memory only. All are steps "
        "of one process, whose peak includes all before it."
        + _rate(models.get("score", {}))
        + "\n\n"
        + table(head, rows)
    )
