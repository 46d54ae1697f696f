"""The review desk told in the terminal."""

from collections.abc import Sequence

from detector.review import Desk, Docket, Imported


def tell_queue(docket: Docket, desk: Desk, states: Sequence[str], most: int) -> str:
    """List the cases in the order to review them, with where each stands."""
    day, lines = desk.day, []
    for flag in docket.flags.values():
        told = desk.standing(flag.key)
        state = told.state_on(day)
        if states and state not in states:
            continue
        who = told.decided_by or told.lock_holder(desk.moment) or told.assigned
        verdict = f"  {told.disposition}" if told.disposition else ""
        verdict += f" of {told.duplicate_of}" if told.duplicate_of else ""
        if flag.on_record and not told.disposition:
            verdict = f"  on record: {flag.on_record} {flag.recorded_on}".rstrip()
        lines.append(f"{flag.key}  {state:<9}  {flag.title}{verdict}{f'  ({who})' if who else ''}")
    if not lines:
        return "No case in that state."
    more = f"\n… and {len(lines) - most:,} more" if len(lines) > most else ""
    return "\n".join(lines[:most]) + more


def tell_import(told: Imported) -> str:
    """Say what came in."""
    lines = [f"{told.taken:,} decisions taken, {told.known:,} known already"]
    lines += [f"refused, {text}" for text in told.refused]
    return "\n".join(lines)
