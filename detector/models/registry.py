"""Keep fitted models in the workspace, by skops and never by anything that runs code."""

import hashlib
import json
import zipfile
from dataclasses import asdict
from datetime import date

import skops.io

from detector.engine import comment_on
from detector.errors import IntegrityError, ModelError
from detector.models.borrowed import STORED
from detector.models.champion import Champion, Plan
from detector.workspace import Connection, table_exists, transaction

TRUSTED = (
    "detector.models.boosting.BoostedTrees",
    "detector.models.combine.ViewsDetector",
    "detector.models.forest.ExtendedIsolationForest",
    "detector.models.neighbours.NeighbourDistance",
    "detector.models.ranker.Ranker",
    "detector.models.rarity.BulkRarity",
    "detector.models.rarity.Rarity",
    "detector.models.tail.TailSurprise",
    "detector.models.views.ViewDetector",
)
_COLUMNS = {
    "name": ("VARCHAR", "what the model is called"),
    "made_on": ("DATE", "last day of the records that it learnt from"),
    "features": ("VARCHAR", "JSON list of family.column, in the order learnt"),
    "plan": ("VARCHAR", "JSON: seed, trees, neighbours, folds, fit_shipments"),
    "fingerprint": ("VARCHAR", "SHA-256 of the training matrix and the plan"),
    "sha256": ("VARCHAR", "SHA-256 of the stored bytes"),
    "blob": ("BLOB", "the fitted detectors, by skops"),
    "is_champion": ("BOOLEAN", "the model that scans use unless they name another"),
    "facts": ("VARCHAR", "JSON: figures for the card"),
}


def save_model(
    con: Connection, champion: Champion, name: str | None = None, *, promote: bool = True
) -> str:
    """Store a model and return its name.

    Parameters
    ----------
    con : Connection
    champion : Champion
    name : str, optional
        Default: ``<made on>-<first letters of the fingerprint>``. A model of that name is
        replaced.
    promote : bool
        Make it the champion; a model becomes that in any case where there is none.
    """
    name = name or f"{champion.as_of.isoformat()}-{champion.fingerprint[:8]}"
    plan = {key: value for key, value in asdict(champion.plan).items() if key != "borrowed"}
    fitted = {"models": list(champion.models), "ranker": champion.ranker}
    blob = skops.io.dumps(fitted, compression=zipfile.ZIP_DEFLATED, compresslevel=1)
    kinds = ", ".join(f"{column} {kind}" for column, (kind, _) in _COLUMNS.items())
    con.execute(f"create table if not exists models ({kinds})")
    con.execute("alter table models add column if not exists facts VARCHAR")  # earlier versions
    for column, (_, meaning) in _COLUMNS.items():
        comment_on(con, "models", column, meaning)
    row = {
        "name": name,
        "made_on": champion.as_of,
        "features": json.dumps(champion.features),
        "plan": json.dumps(plan),
        "fingerprint": champion.fingerprint,
        "sha256": hashlib.sha256(blob).hexdigest(),
        "blob": blob,
        "facts": json.dumps(champion.facts, sort_keys=True),
    }
    with transaction(con):
        leads = promote or champion_name(con) in (None, name)
        if leads:
            con.execute("update models set is_champion = false")
        con.execute("delete from models where name = $name", {"name": name})
        con.execute(
            "insert into models values ($name, $made_on, $features, $plan, $fingerprint, "
            "$sha256, $blob, $leads, $facts)",
            row | {"leads": leads},
        )
    return name


def champion_name(con: Connection) -> str | None:
    """Return the champion's name, or None where no model is stored."""
    if not table_exists(con, "models"):
        return None
    found = con.execute("select name from models where is_champion order by name").fetchall()
    return str(found[0][0]) if found else None


def load_model(con: Connection, name: str | None = None) -> Champion:
    """Fetch a stored model; the champion where no name is given.

    Raises
    ------
    ModelError
        If there is no such model.
    IntegrityError
        If the stored bytes are not those that were written, or hold a type that is not ours.
    """
    wanted = name or champion_name(con)
    found = (
        con.execute(
            "select made_on, features, plan, fingerprint, sha256, blob from models "
            "where name = $name",
            {"name": wanted},
        ).fetchall()
        if table_exists(con, "models")
        else []
    )
    if not found:
        raise ModelError(
            f"There is no model {name!r}" if name else "There is no model yet",
            "table models",
            "Scan without --model: the first scan trains one and says its name.",
        )
    made_on, features, plan, fingerprint, sha256, blob = found[0]
    where = f"table models, {wanted}"
    if hashlib.sha256(blob).hexdigest() != sha256:
        raise IntegrityError(
            "The stored model is not the one that was written", where, "Train it again."
        )
    trusted = (*TRUSTED, *STORED)
    foreign = sorted(set(skops.io.get_untrusted_types(data=blob)) - set(trusted))
    if foreign:
        raise IntegrityError(
            f"The stored model holds {foreign[0]}, which is not trusted", where, "Train it again."
        )
    fitted = skops.io.loads(blob, trusted=list(trusted))
    day = made_on if isinstance(made_on, date) else date.fromisoformat(str(made_on))
    return Champion(
        Plan(**json.loads(plan)),
        day,
        tuple(json.loads(features)),
        tuple(fitted["models"]),
        fingerprint,
        fitted["ranker"],
    )
