"""The table of what each family of features is worth."""

from benchmarks.markdown import Told, table

LEVELS = ("", ", blatant", ", clear", ", subtle", ", expert")
FEWER = "all families, supervised, fewer lawful lines"


def ablation(told: Told) -> str:
    """Write what features find, and what is lost without each family."""
    together = told["together"]
    plain = [name for name in together if not name.startswith("without") and name != FEWER]
    rows = [[name, together[name]["average_precision"], *_found(together[name])] for name in plain]
    bare = together["all families"]
    each = _left_out(told["left_out"])
    head = (
        "Without", "AP", "change", "Schemes found", "AP, supervised", "change",
        "Schemes found, supervised",
    )  # fmt: skip
    raw = max(one["average_precision"] for name, one in together.items() if name[:3] == "raw")
    simple = together["simple features, supervised"]["average_precision"]
    full = together["all families, supervised"]["average_precision"]
    return (
        f"World `standard`, version {told['world_version']}, {told['shipments']:,} lines each, "
        f"seeds {', '.join(told['found_in'])}, which no one tuned on; {len(told['runs'])} run(s) "
        "so far, all logged in the JSON. *All families*: the views as a first scan trains them, "
        "without rehearsal and without any label. *Supervised*: trees that are told the truth, a "
        "scheme and a consignee in one of three folds; simple features are those of the "
        "supervised reference of `chiptrace evaluate`, on the same folds. Average precision is "
        "the mean over worlds, schemes found in 0.5 % of the lines are added up. Wanted: 0.65 of "
        "the schemes and 0.8 of the blatant ones; ten times the average precision of raw columns "
        f"(it is {bare['average_precision'] / raw:.0f} times); supervised, 1.2 times the simple "
        f"features (it is {full / simple:.2f} times).\n\n"
        + table(("Method", "AP", *(f"Schemes found{level}" for level in LEVELS)), rows)
        + f"\n\nWithout one family in turn ({told['worlds_left_out']} world(s), beside all "
        "families there), those that are missed most first. Trees learn here from every "
        "fourth lawful line. A family without a scored column (`windows`, `shapes` and the like) "
        "changes nothing where there are no labels. Families overlap: what one loses, others "
        f"partly tell.{_notes(told)}\n\n" + table(head, each)
    )


def _notes(told: Told) -> str:
    noted = [run for run in told["runs"] if run.get("note")]
    return "".join(f" At revision `{run['revision']}` {run['note']}." for run in noted)


def _left_out(told: Told) -> list[list[object]]:
    each: list[list[object]] = []
    for name in told:
        family = name.removeprefix("without ")
        if name == family or name.endswith(", supervised"):
            continue
        own, other = told[name], told[f"{name}, supervised"]
        lost, untold = _change(own, told["all families"]), _change(other, told[FEWER])
        told_of = (other["average_precision"], untold, other["found"])
        each.append([family, own["average_precision"], lost, own["found"], *told_of])
    return sorted(each, key=lambda row: (row[2], row[0]))


def _found(one: Told) -> list[str]:
    return [f"{one.get(f'found{level}', 0)}/{one.get(f'schemes{level}', 0)}" for level in LEVELS]


def _change(one: Told, all_of_them: Told) -> float:
    return round(one["average_precision"] - all_of_them["average_precision"], 4)
