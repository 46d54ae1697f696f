"""Writes what was measured at the review desk."""

from benchmarks.markdown import Told, table


def desk_kill(told: Told) -> str:
    """Write what was left after the kills."""
    return (
        f"A writer with {told['writing_threads']} threads, killed with signal 9 {told['rounds']:,} "
        f"times at random moments. Of {told['acknowledged']:,} events that it acknowledged "
        f"{told['lost']:,} are lost, of {told['acknowledged_decisions']:,} decisions "
        f"{told['decisions_not_in_the_snapshot']:,} are missing from the labels; the chain of "
        f"{told['events']:,} events {told['chain']}."
    )


def desk_load(told: Told) -> str:
    """Write how long answers take."""
    names = {"two_seconds": "two seconds, on average", "none": "none"}
    rows = [
        [
            names[pause], f"{one['requests']:,}", one["requests_per_second"], one["median_ms"],
            one["p99_ms"], one["processor_ms_per_request"], one["refused"],
            one["load_average_before"],
        ]
        for pause, one in told["pause"].items()
    ]  # fmt: skip
    kinds = [
        [kind, *(f"{one['by_kind_median_and_p99_ms'][kind][at]:g}" for one in
                 told["pause"].values() for at in (0, 1))]
        for kind in told["pause"]["none"]["by_kind_median_and_p99_ms"]
    ]  # fmt: skip
    return (
        f"{told['analysts']} analysts at once for {told['seconds_each']:g} s each way, "
        f"{told['cases_in_the_queue']:,} cases, {told['processors']} processors shared with the "
        "analysts and with other work: the load average before each way says how much. Wanted: "
        "median under 100 ms, 99th percentile under 500 ms. Times in ms, at the analyst; the "
        f"server took {told['server_peak_megabytes']:,} MB at most.\n\n"
        + table(
            ("Pause", "Requests", "per s", "Median", "99 %", "Processor per request", "Refused",
             "Load before"),
            rows,
        )
        + "\n\n"
        + table(
            ("Request", "Median, pausing", "99 %", "Median, no pause", "99 %"),
            kinds,
        )
    )  # fmt: skip
