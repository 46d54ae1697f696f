"""Writes docs/benchmarks.md from the results; equal results, equal bytes."""

import json
from collections.abc import Callable
from pathlib import Path

from benchmarks.ablation_tables import ablation
from benchmarks.desk_tables import desk_kill, desk_load
from benchmarks.following_tables import following
from benchmarks.markdown import Told, table
from benchmarks.model_tables import calibration, feedback, full_system, sizes
from benchmarks.party_tables import fairness, screening
from benchmarks.transfer_tables import transfers

HEAD = """# Benchmarks

Made by `python -m benchmarks --table` from `benchmarks/results/*.json`; do not edit. Each result
names the git revision and the versions that it was measured with. Run one with
`python -m benchmarks NAME`. Public data are read where they lie beside a checkout and are not
part of this project.
"""


def world(told: Told) -> str:
    """Write what each method finds in the simulated worlds."""
    rows = [
        [name, one["average_precision"], one["auroc"], one["precision"], one["schemes_found"],
         one["units_found"]]
        for name, one in told["mean"].items()
    ]  # fmt: skip
    seeds = ", ".join(told["seeds"])
    return (
        f"World `{told['world']}`, version {told['world_version']}, {told['shipments']:,} lines, "
        f"means over seeds {seeds}. Lines before the split teach the simple methods; later lines "
        "are judged, without twins and without schemes that began earlier. Precision, schemes "
        f"and accelerators found are at {told['reviewed_share']:.1%} of the lines. chiptrace "
        "rehearses on another world of the same simulator, 20,000 lines with other parameters: "
        "its figure says what can be had where schemes are like the simulator's, and surely "
        "more than on records of real trade. The supervised reference learns from the earlier "
        "lines of the world itself, on simple features.\n\n"
        + table(("Method", "AP", "AUROC", "Precision", "Schemes found", "Accelerators found"), rows)
    )


def korea(told: Told) -> str:
    """Write the figures of Korea's customs."""
    rows = [
        [name, one["auroc"], " to ".join(f"{end:.3f}" for end in one["auroc_90"]),
         one["average_precision"], one["precision_top_5_percent"],
         " to ".join(f"{end:.3f}" for end in one["precision_90"])]
        for name, one in told["methods"].items()
    ]  # fmt: skip
    head = ("Method", "AUROC", "90 %", "AP", "Precision in the top 5 %", "90 %")
    return (
        f"{told['lines']:,} lines are left of the public files when {told['twins_removed']:,} "
        f"twins are removed; {told['judged']:,} from 2020-09-17 on are judged. Public reference: "
        "rule 0.543 and 0.319, LightGBM 0.586 and 0.338, bare PyOD 0.49 and 0.18. *LightGBM as it "
        "comes* has the library's own settings on the columns as they are; that is what the "
        "reference agrees with. Why nothing that only looks for the unusual gets beyond a half: "
        "[decision 017](decisions/017-public-sets.md).\n\n" + table(head, rows)
    )


def adbench(told: Told) -> str:
    """Write the means over ADBench's sets."""
    reference, moved = told["reference"], told["least_and_most_without_two"]
    rows = []
    for name, figures in told["mean_auroc_and_ap"].items():
        ranges = (f"{low:.3f} to {high:.3f}" for low, high in zip(*moved[name], strict=True))
        both = (cell for pair in zip(figures, ranges, strict=True) for cell in pair)
        rows.append([name, *both, *(reference.get(name) or [None, None])])
    return (
        f"Means over {told['sets']} sets, at most {told['most_lines']:,} lines each, drawn "
        f"{told['draws']} times from larger sets; fitted and scored on the same lines, our own "
        f"detectors with {told['seeds']} seeds each. The public reference is of "
        f"{told['reference_sets']} sets that it does not name: the columns "
        "*without two* say between what the means lie when any two are left out.\n\n"
        + table(
            (
                "Detector", "AUROC", "without two", "AP", "without two",
                "Reference AUROC", "Reference AP",
            ),
            rows,
        )
    )  # fmt: skip


def estimate(told: Told) -> str:
    """Write recipes that come back, coverage on simulated worlds, and real scans."""
    recipes = [
        [name, *(f"{one['points'][at]:,} ({one['told'][at]:,})" for at in range(3)),
         f"{one['largest_deviation']:.1%}"]
        for name, one in told["recipes"].items()
    ]  # fmt: skip
    names = {"mixed": "each level to its own side", "leaning": "all levels to one side"}
    names["hidden"] = "up to 60 % on paths that no channel sees"
    worlds = [
        [f"{names[key]}: {words}", f"{one['covered_90']:.0%}", f"{one['covered_50']:.0%}",
         f"{one['median_width_factor_90']:g}"]
        for key in names
        for words, one in (
            ("pool", told[key]["pool"]), ("together", told[key]["together"]),
            *told[key]["ways"].items(),
        )
    ]  # fmt: skip
    scans = [
        [f"{one['seed']}, {one['year']}", f"{one['true_units']:,.0f}",
         f"{one['flagged_units']:,.0f}",
         " to ".join(f"{end:,.0f}" for end in (one["within_90"][0], one["within_90"][2])),
         "yes" if one["holds_the_truth"] else "no"]
        for one in told["scans"]
    ]  # fmt: skip
    return (
        f"Recipes at {told['recipe_draws']:,} draws: 5, 50 and 95 % points, in brackets what was "
        "published or told.\n\n"
        + table(("Recipe", "Low", "Middle", "High", "Largest deviation"), recipes)
        + f"\n\nCoverage on {told['mixed']['worlds']} simulated worlds of diversion each, made by "
        "`benchmarks/estimate_worlds.py`, which knows nothing of the estimator: single schemes, "
        "levels drawn away from the middle 40 % of what the estimate believes, channels that see "
        "large schemes more often. Width is the factor between the ends of the 90 % interval, "
        "median over worlds. `recapture` is a lower bound. In these worlds the channels err each "
        "for itself; where real ways err together, only the third kind is like it.\n\n"
        + table(("Worlds", "90 % holds", "50 % holds", "Width"), worlds)
        + "\n\nScans of simulated trade worlds of 20,000 lines: units that moved in schemes of a "
        "year, flagged units, and the estimate within these records from the flags.\n\n"
        + table(("Seed, year", "True", "Flagged", "90 % interval", "Holds"), scans)
    )


def entities(told: Told) -> str:
    """Write how well names are matched, and how long many of them take."""
    rows = [
        [grammar, name, one["precision"], one["recall"], one["f1"]]
        for grammar, part in told["quality"].items()
        for name, one in part["methods"].items()
    ]
    many = told["million"]
    ours, keys = many["chiptrace"], many["equal_keys"]
    return (
        "Pairs of distinct names, means of three seeds that no tuning has seen; *foreign*: stems "
        "of a grammar that no tuning has seen. Each name was misspelt, reordered, cut, shortened, "
        "written in another script, renamed in part, and set among others made nearly equal on "
        "purpose. Names wholly renamed without a record that says so are left out: none is found."
        "\n\n"
        + table(("Stems", "Method", "Precision", "Recall", "F1"), rows)
        + f"\n\n{many['names']:,} mentions, {many['keys']:,} distinct keys, take "
        f"{many['seconds']:.0f} s on two threads ({many['cpu_seconds']:.0f} processor seconds; "
        f"{many.get('remark', 'nothing else ran')}) and {many['peak_gigabytes']:.1f} GB, "
        f"keys included. There, counted over mentions, precision is "
        f"{ours['precision']:.3f}, recall {ours['recall']:.3f} and F1 {ours['f1']:.3f} (equal "
        f"keys alone {keys['f1']:.3f})."
    )


def pages(told: Told) -> str:
    """Write how long pages take, how large they are and how soon a browser has drawn them."""
    rows = [
        ["Weekly page, case files and party pages", f"{told['processor_seconds']:.1f} s processor",
         "under 30 s"],
        ["the same on the wall", f"{told['seconds']:.1f} s", "under 30 s"],
        ["Peak memory", f"{told['peak_megabytes']:,} MB", ""],
        ["Weekly page with charts", f"{told['weekly_page_megabytes']} MB", "under 7 MB"],
        ["Ready in Chromium", f"{told['ready_seconds']} s", "under 1.5 s"],
        ["Largest case file", f"{told['largest_case_file_kilobytes']:.0f} KB", "under 300 KB"],
        ["Largest party page", f"{told['largest_party_page_kilobytes']:.0f} KB", ""],
    ]  # fmt: skip
    return (
        f"A workspace of {told['lines']:,} lines: the demo's, really scanned, laid out many times "
        f"over; {told['queue_rows']:,} rows of the queue, {told['case_files']} case files, "
        f"{told['party_pages']} party pages. {told['remark']}\n\n"
        + table(("What", "Measured", "Wanted"), rows)
    )


def plain(told: Told) -> str:
    """Write a result's own single figures."""
    rows = [
        [name.replace("_", " "), value]
        for name, value in told.items()
        if isinstance(value, int | float | str) and name not in ("benchmark", "revision")
    ]
    return table(("What", "Figure"), rows)


def world_hardness(told: Told) -> str:
    """Write how hard the simulated world is for simple methods."""
    main = told["together"]
    rows = [
        [name, one["average_precision"], f"{one['least']:.3f} to {one['most']:.3f}",
         one["schemes_found"]]
        for name, one in main.items()
    ]  # fmt: skip
    first = next(iter(main.values()))
    return (
        f"World `{told['world']}`, version {told['world_version']}, {told['shipments']:,} lines, "
        f"seeds {', '.join(told['seeds'])}, which no one tuned on; {len(told['runs'])} run(s) so "
        "far, all logged in the JSON. Lines before the day that ends 55 % of them teach; later "
        "ones are judged, without twins and without schemes that began earlier, by the methods of "
        f"`chiptrace evaluate`. {first['positive_share']:.2%} of the lines judged are positive. AP "
        f"is the mean of the seeds; {first['schemes']:.0f} schemes are judged in all, found with "
        "a line in the first 0.5 %. Wanted: raw columns under 0.03 AP and 0.2 of the schemes, "
        "rule screen under 0.06 AP, the supervised reference 0.4 to 0.7 AP and 0.7 to 0.85 of the "
        "schemes.\n\n" + table(("Method", "AP", "AP, least and most", "Schemes found"), rows)
    )


def goods(told: Told) -> str:
    """Write what is believed to be in boxes, against what is in them."""
    one = told["together"]
    rows = [
        ["named: count of accelerators within a tenth", one["named_lines"],
         one["counts_within_a_tenth"], "at least 0.95"],
        ["named: precision of restricted", None, one["named_precision"], "at least 0.95"],
        ["named: recall of restricted", None, one["named_recall"], "at least 0.95"],
    ]  # fmt: skip
    rows += [
        [f"{name}: recall at a precision of 0.9", part["lines"], part["recall_at_precision_0.9"],
         "at least 0.7"]
        for name, part in one["mislabelled"].items()
    ]  # fmt: skip
    rows += [
        [f"{name}: the same by weight and value alone", part["lines"],
         part.get("by_weight_and_value_alone"), None]
        for name, part in one["mislabelled"].items()
    ] + [
        ["mislabelled: recall of what is told as likely", None,
         one["mislabelled"]["mislabelled"].get("recall_of_likely"), None],
        ["mislabelled: precision of what is told as likely", None,
         one.get("precision_of_likely"), None],
        ["lawful worlds: ordinary lines told as likely, per thousand",
         one["ordinary_lines_of_lawful_worlds"], 1000 * one.get("ordinary_likely", 0), None],
        ["mislabelled: precision when called restricted", None,
         one["mislabelled_precision_when_called"], None],
        ["lawful worlds: ordinary lines called restricted, per thousand",
         one["ordinary_lines_of_lawful_worlds"], 1000 * one["ordinary_called_restricted"],
         "under 1"],
    ]  # fmt: skip
    return (
        f"World `standard`, version {told['world_version']}, {told['shipments']:,} lines each, "
        f"seeds {', '.join(told['seeds'])}, which no one tuned on; {len(told['runs'])} run(s) so "
        "far, all logged in the JSON. Truth is the simulator's own table of contents. Mislabelled "
        "lines are ranked by table `contents`: what such goods cost and weigh, what the exporter "
        "took in before, and the lines beside; its weights were fitted on other worlds of the same "
        "simulator, so the figures say what can be had where goods are hidden as there, and surely "
        "more than on records of real trade.\n\n"
        + table(("What", "Lines", "Figure", "Wanted"), rows)
    )


def simulating(told: Told) -> str:
    """Write how long worlds take."""
    rows = [
        [f"{run['lines']:,}", run["format"], run["processor_seconds"], run["seconds"],
         run["peak_megabytes"], run["megabytes_written"]]
        for run in told["runs"]
    ]  # fmt: skip
    head = (
        "Lines", "Format", "Processor seconds", "Seconds by the clock", "Peak MB", "MB written",
    )  # fmt: skip
    return (
        f"World `standard`, version {told['world_version']}, through the command, on two cores "
        "that others used at the same time: processor seconds are what it takes on a quiet "
        "one.\n\n" + table(head, rows)
    )


SECTIONS: dict[str, tuple[str, Callable[[Told], str]]] = {
    "world": ("Simulated worlds", world),
    "world_stress": ("Simulated worlds with other parameters", world),
    "world_hardness": ("How hard the simulated world is", world_hardness),
    "calibration": ("Are p-values what they say?", calibration),
    "ablation": ("What each family of features is worth", ablation),
    "full_system": ("The whole first scan, before any decision", full_system),
    "sizes": ("Time and memory by size", sizes),
    "feedback": ("What decisions of reviewers change", feedback),
    "goods": ("What is in the box", goods),
    "simulating": ("Simulating", simulating),
    "following": ("Movements and features by size", following),
    "transfers": ("Following goods: labelled transfers", transfers),
    "korea": ("Korea's customs without twins", korea),
    "adbench": ("Detectors on public sets", adbench),
    "flows": ("Displacement on simulated closings, and a million statistic cells", plain),
    "entities": ("Names of companies, matched", entities),
    "screening": ("Names of companies, screened", screening),
    "fairness": ("Flag rates by country of the consignee", fairness),
    "pages": ("Pages", pages),
    "loading": ("Loading", plain),
    "kill_load": ("Loads killed at random points", plain),
    "desk_kill": ("The writer of the desk killed", desk_kill),
    "desk_load": ("Twenty analysts at once", desk_load),
    "estimate": ("The estimate", estimate),
    "layout_guess": ("Unknown headers, guessed", plain),
}


def build_page(results: Path) -> str:
    """Write the page from the results that are there."""
    parts = [HEAD]
    for name, (title, write) in SECTIONS.items():
        path = results / f"{name}.json"
        if path.exists():
            told = json.loads(path.read_text(encoding="utf-8"))
            parts.append(f"## {title}\n\n{write(told)}\n")
            if told.get("revision"):
                parts.append(f"Measured at revision `{told['revision']}`.\n")
    return "\n".join(parts)
