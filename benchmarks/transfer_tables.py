"""Tables of the labelled transfers."""

from benchmarks.markdown import Told, table
from benchmarks.routing import STARTS


def transfers(told: Told) -> str:
    """Write the figures of the transfers, development days beside test days."""
    parts = {key: told.get(key, {}).get("methods", {}) for key in ("development", "test")}
    names = list(parts["test"] or parts["development"])
    rows = [
        [name, *(parts[key].get(name, {}).get("mean_average_precision") for key in parts)]
        for name in names
    ]
    return (
        "Average precision, mean of three seeds. Development: train before day 50, judge days "
        "50–69. Test: train before day 70, judge days 70–99; "
        f"{len(told.get('test_runs', []))} test run(s) so far, all logged in the JSON. *Own day "
        "known*: features know all transfers of the day itself, as an evening scan does. *Earlier "
        "days only*: nothing of the day itself. Public reference: raw columns 0.015–0.033, "
        "extended isolation forest 0.195, LightGBM 0.356–0.387.\n\n"
        + table(("Method", "Days 50–69", "Days 70–99"), rows)
        + shapes_found(parts)
        + by_windows(told.get("rolling", {}))
    )


def by_windows(rolling: dict[str, Told]) -> str:
    """Write what the rolling windows said before the test days were looked at."""
    if not rolling:
        return ""
    rows = [
        [name, one["even_schemes"], one["without_bipartite"], *one["even_schemes_by_window"]]
        for name, one in rolling.items()
    ]
    head = ("Method", "Even schemes", "Without bipartite", *(f"From day {d}" for d in STARTS))
    return (
        "\n\nOne bipartite scheme rules days 50–69, so the columns of `gathering` and their "
        "detector were chosen on five windows of ten days before day 70 (train on all days "
        "before). *Even schemes*: average precision in which no scheme weighs more than eight "
        "transfers. *Without bipartite*: the plain one of all other schemes. What `gathering` "
        "knows is less a shape than a place: before day 70, schemes use 185 of 9,979 accounts, "
        "108 of them in several schemes, and mostly accounts that many pay. Goods need not be "
        "like that.\n\n" + table(head, rows)
    )


def shapes_found(parts: dict[str, Told]) -> str:
    """Write intervals and the shapes hit by chiptrace's own families, where measured."""
    rows = [
        [
            f"{days}: {name}",
            " to ".join(f"{end:.3f}" for end in one["interval_90"]),
            *(f"{hit}/{of}" for hit, of in one["hits_in_first_hundredth"].values()),
        ]
        for key, days in (("development", "days 50–69"), ("test", "days 70–99"))
        for name, one in parts[key].items()
        if "interval_90" in one
    ]
    if not rows:
        return ""
    told = next(one for one in parts["development"].values() if "interval_90" in one)
    head = ("Days, method", "AP, 90 %", *told["hits_in_first_hundredth"])
    return (
        "\n\nOf the first seed: 90 % interval of AP, schemes drawn with replacement, and illicit "
        "transfers in the first hundredth by shape. Days 50–69 consist mostly of bipartite "
        "schemes, days 70–99 hardly of any: figures of the two do not compare. Public reference "
        "on days 70–99: scatter-gather 4/35, fan-in 7/24.\n\n" + table(head, rows)
    )
