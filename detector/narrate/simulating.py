"""What was simulated, in words."""

from pathlib import Path

from detector.simulate import Written


def tell_world(written: Written, out: Path) -> str:
    """Say what was planted, where the files lie, and which of them to keep from a detector."""
    suffix = written.files[0].suffix
    return "\n".join(
        (
            f"{written.lines:,} shipments in {out}, all names invented: world {written.world}, "
            f"version {written.world_version}, seed {written.seed}.",
            f"Planted: {written.schemes:,} schemes, whose {written.diverted:,} lines carry "
            f"diverted goods, among {written.lookalikes:,} lawful stories that resemble them.",
            f"To load: shipments, parties, watchlist, trade_flows. The truth, not to load: "
            f"truth{suffix}, lookalikes{suffix}, contents{suffix}.",
        )
    )
