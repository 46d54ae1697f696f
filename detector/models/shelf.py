"""Which models a workspace keeps, and which of them scans use."""

import json
from dataclasses import dataclass

from detector.errors import ModelError
from detector.workspace import Connection, table_exists, transaction


@dataclass(frozen=True, slots=True)
class StoredModel:
    """What is kept of a model beside its bytes.

    Attributes
    ----------
    name : str
    made_on : str
        Last day of the records that it learnt from, ISO 8601.
    is_champion : bool
        Whether scans use it unless they name another.
    features : tuple of str
        ``family.column``, in the order learnt.
    plan : dict of str to int
        Seed, trees, neighbours, folds, fit_shipments.
    fingerprint, sha256 : str
        Of what it was trained on and with; of the stored bytes.
    size : int
        Bytes.
    facts : dict
        What the card tells; empty for a model of an earlier version.
    """

    name: str
    made_on: str
    is_champion: bool
    features: tuple[str, ...]
    plan: dict[str, int]
    fingerprint: str
    sha256: str
    size: int
    facts: dict[str, object]


def list_models(con: Connection) -> tuple[StoredModel, ...]:
    """List the stored models, the champion first, then by day and name."""
    if not table_exists(con, "models"):
        return ()
    known = list(con.execute("select * from models limit 0").df().columns)
    facts = "facts" if "facts" in known else "null"
    rows = con.execute(
        "select name, made_on::varchar, is_champion, features, plan, fingerprint, sha256, "  # noqa: S608  one of two words is put in
        f"octet_length(blob), {facts} from models order by is_champion desc, made_on desc, name"
    ).fetchall()
    return tuple(
        StoredModel(
            name,
            made_on,
            champion,
            tuple(json.loads(features)),
            json.loads(plan),
            fingerprint,
            sha256,
            size,
            json.loads(facts or "{}"),
        )
        for name, made_on, champion, features, plan, fingerprint, sha256, size, facts in rows
    )


def find_model(con: Connection, name: str | None = None) -> StoredModel:
    """Give one stored model; the champion where no name is given.

    Raises
    ------
    ModelError
        If there is no such model.
    """
    kept = list_models(con)
    found = [one for one in kept if (one.is_champion if name is None else one.name == name)]
    if not found:
        names = ", ".join(one.name for one in kept)
        raise ModelError(
            f"There is no model {name!r}" if name else "There is no champion",
            "table models",
            f"Name one of: {names}." if names else "Train one: chiptrace train --workspace W.",
        )
    return found[0]


def promote_model(con: Connection, name: str) -> StoredModel:
    """Make a stored model the champion; the one before stays on the shelf.

    Raises
    ------
    ModelError
        If there is no such model.
    """
    find_model(con, name)
    with transaction(con):
        con.execute("update models set is_champion = (name = $name)", {"name": name})
    return find_model(con, name)
