"""Invented flags for tests of the desk."""

from detector.review import Docket, Flag


def flag(key: str = "C-1", band: str = "usual", evidence: str = "e1") -> Flag:
    title = f"Servers to Selangor, {key}"
    return Flag(
        *(key, title, 1, band, ("TW", "MY"), ("Amber Quay Sdn",), ("Lighter than usual",)),
        *(
            ("kg_per_unit",),
            "unusual",
            ("S-1",),
            8.0,
            100_000.0,
            "2026-09-01",
            "2026-09-05",
            evidence,
        ),
    )


def docket(*flags: Flag) -> Docket:
    return Docket(1, "f" * 64, {one.key: one for one in flags})
