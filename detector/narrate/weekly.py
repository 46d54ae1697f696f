"""A weekly run and a purge, in words."""

from detector.forget import Forgotten
from detector.narrate.records import tell_load
from detector.narrate.scanning import CAVEAT
from detector.weekly import WeeklyDone


def tell_weekly(done: WeeklyDone) -> str:
    """Say what a weekly run loaded, what it flagged, and where the page lies."""
    if done.scan is None:
        files = "1 file" if done.known == 1 else f"{done.known:,} files"
        return f"Nothing new: {files} in the inbox, all loaded before. Nothing was changed."
    scan = done.scan
    return "\n".join(
        (
            tell_load(done.reports),
            f"{done.known:,} files were loaded before.",
            f"Scan {scan.scan_id} as of {scan.as_of}: {scan.lines:,} lines scored, "
            f"{scan.flagged:,} flagged in {scan.cases:,} cases.",
            f"The report lies at {done.page}",
            CAVEAT,
        )
    )


def tell_forgotten(done: Forgotten) -> str:
    """Say how many rows of which table are gone, and what to do next."""
    rows = [f"  {count:>8,}  {table}" for table, count in done.rows.items()]
    head = f"Purged {done.lines:,} lines of shipments; rows by table:"
    return "\n".join(
        (
            head,
            *(rows or ["  none"]),
            "The log is the table forgotten. Pages written before, and the files that the "
            "records came from, still hold what they held.",
            "Next: chiptrace scan --workspace W",
        )
    )
