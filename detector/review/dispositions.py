"""What an analyst may believe of a case, and what that means as a label."""

from detector.cases.innocent import EXPLANATIONS
from detector.errors import ReviewError

CONFIRMED, REFER, INCONCLUSIVE = "confirmed diversion", "refer", "inconclusive"
BENIGN, DATA_ERROR, DUPLICATE = "benign explained", "data error", "duplicate"
DISPOSITIONS = (CONFIRMED, REFER, INCONCLUSIVE, BENIGN, DATA_ERROR, DUPLICATE)
DECISION_OF = {
    CONFIRMED: "diverted",
    REFER: "referred",
    INCONCLUSIVE: "insufficient",
    BENIGN: "cleared",
    DATA_ERROR: "cleared",
}
DISPOSITION_OF = {
    "diverted": CONFIRMED,
    "referred": REFER,
    "insufficient": INCONCLUSIVE,
    "cleared": BENIGN,
}
CLEARING = (BENIGN, DATA_ERROR, DUPLICATE)
IN_BULK = (DATA_ERROR, DUPLICATE)
REASONS = {"D10": "Papers seen, in order"} | {
    f"D11:{code}": words for code, (words, *_) in EXPLANATIONS.items()
}
REASON_CODES = tuple(REASONS)
CODE_OF = {DATA_ERROR: "D12"}  # no label: the record was wrong, which says nothing of the goods
LEAST_NOTE = 10  # letters


def check_disposition(disposition: str, reason_code: str, note: str, duplicate_of: str) -> None:
    """Refuse a decision that does not say enough.

    Raises
    ------
    ReviewError
        If the disposition is unknown, lacks its reason code or the case it doubles, or if the
        note is too short.
    """
    if disposition not in DISPOSITIONS:
        raise _refuse(f"Unknown disposition {disposition[:40]!r}", "disposition", DISPOSITIONS)
    if disposition == BENIGN and reason_code not in REASON_CODES:
        raise _refuse("A benign explanation needs its reason code", "reason code", REASON_CODES)
    if disposition == DUPLICATE and not duplicate_of:
        raise ReviewError(
            "A duplicate needs the case that it doubles", "duplicate of", "Name that case."
        )
    if len(note.strip()) < LEAST_NOTE:
        raise ReviewError(
            f"A closing note needs {LEAST_NOTE} letters or more", "note", "Say what you saw."
        )


def needs_four_eyes(disposition: str, band: str) -> bool:
    """Say whether a second person must agree: to confirm, and to clear a flag of the top band."""
    return disposition == CONFIRMED or (disposition in CLEARING and band == "top")


def _refuse(what: str, where: str, known: tuple[str, ...]) -> ReviewError:
    return ReviewError(what, where, f"Use one of {', '.join(known)}.")
