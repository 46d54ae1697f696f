"""Writes the sections of docs/benchmarks.md on screening and on fairness."""

from benchmarks.markdown import Told, table


def screening(told: Told) -> str:
    """Write what screening finds of listed names, and how seldom it errs."""
    methods = {
        "chiptrace": told["other_half"],
        **{f"Jaro-Winkler, {name}": one for name, one in told["jaro_winkler"].items()},
    }
    rows = [
        [name, one["least"], one["recall"], one["recall_interval"], one["false_per_1000"]]
        for name, one in methods.items()
    ]
    kinds = list(told["other_half"]["by_kind"])
    ways = [[kind, *(one["by_kind"].get(kind) for one in methods.values())] for kind in kinds]
    wanted = told["other_half"]["recall"] >= 0.95 and told["other_half"]["false_per_1000"] < 1
    return (
        f"{told['names']:,} names, {told['perturbed']:,} of them perturbed names of listed "
        f"parties, against the {told['entries']:,} entries ({told['listed_names']:,} names) of the "
        f"public Entity List: {told['seconds']:.0f} s by the clock on two cores that others used "
        f"at the same time, {told['cpu_seconds']:.0f} processor seconds, "
        f"{told['peak_gigabytes']:.1f} GB. The least strength was chosen on one half of the "
        "entries, the figures are of the other; made-up unlisted names tell the false matches; "
        f"{len(told['runs'])} runs on the other half so far, all logged in the JSON. "
        "Wanted: recall of at least 0.95 at under 1 false match per 1,000 unlisted names: "
        f"{'reached' if wanted else 'not reached'}. Recall leaves out names written in two ways "
        f"at once. A scan itself uses the least strength {told['least_strength_in_use']}.\n\n"
        + table(("Method", "Least", "Recall", "95 % interval", "False per 1,000"), rows)
        + "\n\n"
        + table(("Recall by way of writing", *methods), ways)
    )


def fairness(told: Told) -> str:
    """Write flag rates by country of the consignee on lawful worlds."""

    def rows_of(rates: Told) -> list[list[object]]:
        return [
            [name, one["lines"], one["flagged"], f"{one['rate']:.2%}",
             " to ".join(f"{end:.2%}" for end in one["interval"])]
            for name, one in rates.items()
        ]  # fmt: skip

    counted = ("Lines", "Flagged", "Rate", "95 % interval")
    written = told.get("scripts", {})
    moved = [
        [way, one["companies"], one["flags_that_moved"], one["scores_that_moved"],
         one["largest_score_gap"]]
        for way, one in written.items()
    ]  # fmt: skip
    halves = [
        [f"{name}, {way}", *rest]
        for way, one in written.items()
        for name, *rest in rows_of(one["rates"])
    ]
    return (
        f"World `standard`, version {told['world_version']}, {told['shipments']:,} lines each, "
        f"seeds {', '.join(str(seed) for seed in told['seeds'])}, without the lines of planted "
        f"schemes: {told['flagged']} of {told['lines']:,} lawful lines are flagged.\n\n"
        + table(("Consignee country", *counted), rows_of(told["by_country"]))
        + "\n\nThen half of the names were written in another script and the same model scanned "
        "again. With letters of the same reading only the script differs: no score may move. As a "
        "Russian record would write them, several letters become one, so other letters come back, "
        "and some spellings of a company no longer meet: companies are parted, and what hangs on "
        "them moves.\n\n"
        + table(("Names", "Companies", "Flags moved", "Scores moved", "Largest change"), moved)
        + "\n\n"
        + table(("Half of the names", *counted), halves)
    )
