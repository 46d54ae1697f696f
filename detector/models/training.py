"""Train a model from first to last: views, rehearsal, and what reviewers decided."""

import hashlib
from dataclasses import replace
from datetime import date

import pandas as pd

from detector.engine import Family, Features, FeatureValues
from detector.models.champion import Champion, Plan, train_champion
from detector.models.feedback import learn_labels
from detector.models.own_rehearsal import add_own
from detector.models.ranker import weigh_in
from detector.models.rehearsal import rehearse
from detector.models.sample import learn_some
from detector.models.scoring import judge_lines
from detector.models.unseen import as_facts, check_unseen, helps
from detector.records import find_unfilled
from detector.settings import Settings
from detector.simulate import WORLD_VERSION
from detector.workspace import Connection


def train_model(
    settings: Settings,
    learn_from: tuple[Features, tuple[Family, ...], pd.DataFrame, date],
    labels: pd.DataFrame,
    con: Connection | None = None,
) -> Champion:
    """Train the models of all views, rehearse, and learn labels, on ``learn_lines`` lines at most.

    Features are read slice by slice, so that memory does not grow with the lines. ``con`` holds
    the prepared records: the rehearsal does without what they never tell, and may plant among own
    lines. Without it the rehearsal tells all, and nothing is planted.
    """
    matrix, families, every, as_of = learn_from
    matrix, lines = learn_some(matrix, every, labels, settings.learn_lines, settings.folds)
    asked = Plan(
        seed=settings.seed,
        trees=settings.trees,
        neighbours=settings.neighbours,
        folds=settings.folds,
        fit_shipments=settings.fit_shipments,
        borrowed=tuple(
            one.model_dump() | {"parameters": dict(one.parameters)} for one in settings.detectors
        ),
    )
    champion = train_champion(matrix, families, lines, as_of, asked)
    facts = {"lines": len(lines), "dropped": dropped_members(champion)}
    if len(lines) < len(every):
        facts["of_lines"] = len(every)
    if asked.borrowed:
        facts["borrowed"] = list(asked.borrowed)
    champion = replace(champion, facts=facts)
    if settings.rehearsal_shipments:
        champion = rehearsed(champion, settings, (matrix, lines), labels, con)
    return champion


def rehearsed(
    champion: Champion,
    settings: Settings,
    learn_from: tuple[Features, pd.DataFrame],
    labels: pd.DataFrame,
    con: Connection | None = None,
) -> Champion:
    """Add to a champion what planted schemes teach, and then what reviewers decided.

    Where rehearsal does not help on kinds that it has not seen, it stays out, and labels with it.
    ``learn_from`` are the features and lines that the champion learnt from.
    """
    unfilled = find_unfilled(con, champion.as_of) if con is not None else ()
    played = rehearse(settings, unfilled)
    unseen = check_unseen(champion, played, settings.seed)
    facts = champion.facts | {"unseen": as_facts(unseen), "rehearsal_helps": helps(unseen)}
    facts |= {"unfilled": list(unfilled)}
    told = f"{champion.fingerprint} {settings.rehearsal_shipments} {WORLD_VERSION}"
    told += "".join(f" without {name}" for name in unfilled)
    told += f" {settings.rehearsal_own_lines}" if settings.rehearsal_own_lines else ""
    told += labels.to_csv() if len(labels) else ""
    fingerprint = hashlib.sha256(told.encode()).hexdigest()
    if not helps(unseen):
        return replace(champion, fingerprint=fingerprint, facts=facts)
    trees = played.trees
    if con is not None and settings.rehearsal_own_lines:
        trees, facts["own_rehearsal"] = add_own(con, champion, played, settings)
    matrix, lines = learn_from
    strange = judge_lines(champion, matrix, lines.drop(columns="held", errors="ignore")).combined
    values = FeatureValues(matrix, played.names)
    ranker = weigh_in(trees, values, strange)
    places = matrix.index.get_indexer(labels.index)
    seen = (values, strange)
    ranker = learn_labels(ranker, seen, labels.assign(place=places), played.odd, settings.seed)
    facts |= {
        "labels_positive": int(labels["positive"].sum()),
        "labels_negative": int((~labels["positive"].astype(bool)).sum()),
        "share_of_likeness": round(ranker.share, 4),
    }
    return replace(champion, ranker=ranker, fingerprint=fingerprint, facts=facts)


def dropped_members(champion: Champion) -> list[dict[str, object]]:
    """List the members of views that every fold dropped, with their rank correlation."""
    told: list[dict[str, object]] = []
    for goods in champion.models[0]:
        for view in champion.models[0][goods].views_:
            folds = [models[goods].views_[view].redundant_ for models in champion.models]
            for member in sorted(set(folds[0]).intersection(*folds[1:])):
                rank = min(fold[member] for fold in folds)
                told.append({"view": view, "goods": goods, "member": member, "rank": rank})
    return told
