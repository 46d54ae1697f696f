"""Who is who, told in the terminal."""

from detector.parties import Company


def tell_company(company: Company) -> str:
    """Tell a company: its spellings, what joined them, its doors, decisions of people."""
    lines = ["Taken for one company:"]
    lines += [
        f"  {one.name} ({one.country or 'no country stated'})"
        + (f"  {one.match_weight:+.1f} bits" if one.match_weight is not None else "")
        for one in company.spellings
    ]
    if company.kind:
        lines.append(f"Recognised as {company.kind}")
    for joined, title in ((True, "What joined them:"), (False, "Near, but kept as two:")):
        told = [pair for pair in company.likenesses if pair.joined is joined]
        lines += [title] if told else []
        lines += [f"  {pair.name} | {pair.other}: {pair.words}" for pair in told]
    lines += ["Doors that others share:"] if company.doors else []
    lines += [
        f"  {door.address}: {door.companies} companies" + (f"; {door.why}" if door.why else "")
        for door in company.doors
    ]
    lines += [f"Kept apart by a person: {one} | {other}" for one, other in company.apart]
    return "\n".join(lines)
