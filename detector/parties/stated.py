"""Names that a record itself states beside another: formerly, also known as, trading as."""

import re

_FORMERLY = re.compile(
    r"[\s,;(（]+(?:formerly known as|previously known as|formerly|f\s*/\s*k\s*/\s*a|f\.k\.a\.|fka"
    r"|also known as|a\s*/\s*k\s*/\s*a|a\.k\.a\.|aka|trading as|t\s*/\s*a"
    r"|doing business as|d\s*/\s*b\s*/\s*a|d\.b\.a\.|dba|原名|曾用名|旧称|舊稱)"
    r"[\s:：]+(.{3,}?)[)）\s]*$",
    re.IGNORECASE,
)


def stated_names(name: str) -> tuple[str, str | None]:
    """Give the name by which a company goes, and another that the same cell states for it.

    Examples
    --------
    >>> stated_names("Velora Ltd (formerly Norrvik Compute Ltd)")
    ('Velora Ltd', 'Norrvik Compute Ltd')
    >>> stated_names("Norrvik Compute Ltd")
    ('Norrvik Compute Ltd', None)
    """
    found = _FORMERLY.search(name)
    if not found or not name[: found.start()].strip():
        return name, None
    return name[: found.start()].strip(), found[1].strip()
