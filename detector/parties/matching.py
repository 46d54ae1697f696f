"""Compare names with Splink: the model as data, its run on either engine.

Splink adds up evidence in bits: for every comparison the base-2 logarithm of how much more often
its outcome is seen among two spellings of one company than among two companies (Fellegi and
Sunter 1969). The shares m and u stand in the reference table ``match_weights``; nothing is
learnt during a scan.
"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pyarrow as pa
import splink.comparison_level_library as levels
from splink import Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison

from detector.engine import DUCKDB, Engine
from detector.parties.evidence import PLACES
from detector.parties.signature import BLOCKS, LEAST_NAMES, LISTS, TEXTS
from detector.reference import read_table
from detector.workspace import Connection

COMPARISONS = ("stem", "trade", "numbers", "places", "forms", "address", "country")
_UNSAID = {
    "trade": "trade_l is null and trade_r is null",
    "numbers": "numbers_l = '' and numbers_r = ''",
    "places": "places_l is null and places_r is null",
    "forms": "forms_l is null or forms_r is null",
    "address": "crowds_l is null or crowds_r is null",
    "country": "countries_l is null or countries_r is null",
}
_ONE_LETTER = (
    "not plain_l and not plain_r and length(stem_l) + length(stem_r) >= {letters} and ("
    "levenshtein(stem_l, stem_r) <= 1"
    " or (letters_l = letters_r and levenshtein(stem_l, stem_r) <= 2))"
)
_TWO_LETTERS = (
    "not plain_l and not plain_r and length(stem_l) + length(stem_r) >= {letters}"
    " and levenshtein(stem_l, stem_r) <= 2"
)
_ALIKE = (
    "not plain_l and not plain_r and least(length(stem_l), length(stem_r)) >= 5"
    " and levenshtein(stem_l, stem_r) * 3 <= greatest(length(stem_l), length(stem_r))"
)
_SKELETON = "not plain_l and not plain_r and length(skeleton_l) >= 4 and skeleton_l = skeleton_r"
_CUT = (
    "not plain_l and not plain_r and least(length(stem_l), length(stem_r)) >= 6"
    " and left(stem_l, least(length(stem_l), length(stem_r)))"
    " = left(stem_r, least(length(stem_l), length(stem_r)))"
)
OTHERWISE = "differ"
MATES = 64


def _outcomes() -> dict[str, dict[str, Any]]:
    return {
        "stem": {
            "same": levels.CustomLevel("sorted_stem_l = sorted_stem_r or stem_l = stem_r"),
            "same sound": levels.CustomLevel("not plain_l and not plain_r and sound_l = sound_r"),
            "one letter of many": levels.CustomLevel(_ONE_LETTER.format(letters=20)),
            "one letter": levels.CustomLevel(_ONE_LETTER.format(letters=10)),
            "two letters of many": levels.CustomLevel(_TWO_LETTERS.format(letters=24)),
            "skeleton": levels.CustomLevel(_SKELETON),
            "two letters": levels.CustomLevel(_TWO_LETTERS.format(letters=15)),
            "cut": levels.CustomLevel(_CUT),
            "contained": levels.And(
                levels.CustomLevel("not plain_l and not plain_r"),
                levels.ArraySubsetLevel("stem_words"),
            ),
            "alike": levels.CustomLevel(_ALIKE),
        },
        "trade": {
            "same": levels.CustomLevel("trade_text_l = trade_text_r"),
            "one says more": levels.Or(
                levels.CustomLevel("trade_l is null or trade_r is null"),
                levels.ArraySubsetLevel("trade"),
            ),
            "overlap": levels.ArrayIntersectLevel("trade", 1),
        },
        "numbers": {
            "same": levels.CustomLevel("numbers_l = numbers_r"),
            "one says none": levels.CustomLevel("numbers_l = '' or numbers_r = ''"),
        },
        "places": {
            "overlap": levels.ArrayIntersectLevel("places", 1),
            "one says none": levels.CustomLevel("places_l is null or places_r is null"),
        },
        "forms": {"same": levels.ArrayIntersectLevel("forms", 1)},
        "address": {
            "same door": levels.ArrayIntersectLevel("doors", 1),
            "same street number": levels.ArrayIntersectLevel("sites", 1),
            "crowded door": levels.ArrayIntersectLevel("crowds", 1),
        },
        "country": {"same": levels.ArrayIntersectLevel("countries", 1)},
    }


def match_settings(names: int) -> SettingsCreator:
    """Give the model for a number of names; in SQL that every engine has itself.

    Parameters
    ----------
    names : int
        Distinct names compared. Before any evidence, two names are one company with a chance of
        one in that number: among more names, more are alike by accident.
    """
    table = read_table("match_weights")
    rows = zip(table["comparison"], table["outcome"], table["m"], table["u"], strict=True)
    shares = {(str(name), str(outcome)): (m, u) for name, outcome, m, u in rows}
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="number",
        probability_two_random_records_match=MATES / max(names, LEAST_NAMES),
        blocking_rules_to_generate_predictions=[block_on(name) for name in BLOCKS],
        comparisons=[_comparison(name, shares) for name in COMPARISONS],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def score_pairs(
    con: Connection, laid: pd.DataFrame, least: float, on: Engine = DUCKDB
) -> pd.DataFrame:
    """Score the pairs of names that share a block.

    Parameters
    ----------
    con : Connection
        Nothing is left there.
    laid : DataFrame of shape (n_names, n_columns)
        As `detector.parties.signature.lay_out_names` gives it, with countries and crowds.
    least : float
        Pairs under this match weight are left out, bits.
    on : Engine
        Where Splink works.

    Returns
    -------
    DataFrame of shape (n_pairs, 3 + 2 * 7)
        one and other (row numbers of laid, one < other), match_weight [bits]; for each of
        `COMPARISONS` its bits and the outcome's place (0 = differ, -1 = not stated), ordered by
        match weight, best first.
    """
    if not any(laid[name].duplicated(keep=False)[laid[name].notna()].any() for name in BLOCKS):
        return pd.DataFrame(columns=_scored_columns()).astype({"one": int, "other": int})
    shares = laid[["sorted_stem", "tf_sorted_stem"]].drop_duplicates()
    tables = {"names": _typed(laid), "stems": pa.Table.from_pandas(shares, preserve_index=False)}

    def predict(given: Mapping[str, Any]) -> Any:
        linker = Linker(
            given["names"], match_settings(len(laid)), log_level="ERROR", validate_settings=False
        )
        linker.table_management.register_term_frequency_lookup(given["stems"], "sorted_stem")
        return linker.inference.predict(threshold_match_weight=least, warning_mode="never")

    with on.match(con, tables, predict) as scored:
        return con.execute(_found(scored)).df()


def _typed(laid: pd.DataFrame) -> pa.Table:
    """Say the types, which an engine would guess from the first rows."""
    lists = pa.list_(pa.string())
    kinds = {"plain": pa.bool_()} | dict.fromkeys((*LISTS, *PLACES), lists)
    columns = {"number": pa.array(range(len(laid)), pa.int64())}
    for name in (*TEXTS, *kinds, *BLOCKS):
        columns[name] = pa.array(laid[name], kinds.get(name, pa.string()), from_pandas=True)
    return pa.table(columns)


def _scored_columns() -> list[str]:
    told = [column for name in COMPARISONS for column in (f"{name}_bits", f"{name}_place")]
    return ["one", "other", "match_weight", *told]


def _found(table: str) -> str:
    told = ", ".join(
        f"round(mw_{name}{' + mw_tf_adj_stem' if name == 'stem' else ''}, 3) as {name}_bits, "
        f"gamma_{name}::integer as {name}_place"
        for name in COMPARISONS
    )
    query = "select least(number_l, number_r)::bigint as one, greatest(number_l, number_r)::bigint "
    query += f"as other, round(match_weight, 3) as match_weight, {told} from {table} "
    return query + "order by match_weight desc, one, other"


def _comparison(name: str, shares: Mapping[tuple[str, str], tuple[float, float]]) -> Any:
    told: list[Any] = []
    if name in _UNSAID:
        told.append(levels.CustomLevel(_UNSAID[name]).configure(is_null_level=True))
    for outcome, level in _outcomes()[name].items():
        m, u = shares[name, outcome]
        given: dict[str, Any] = {"m_probability": m, "u_probability": u}
        if (name, outcome) == ("stem", "same"):
            given |= {"tf_adjustment_column": "sorted_stem", "tf_minimum_u_value": 1e-7}
            given["disable_tf_exact_match_detection"] = True
        told.append(level.configure(**given))
    m, u = shares[name, OTHERWISE]
    told.append(levels.ElseLevel().configure(m_probability=m, u_probability=u))
    return CustomComparison(output_column_name=name, comparison_levels=told)


def match_start(names: int) -> float:
    """Give the match weight of two names before any evidence, bits."""
    chance = MATES / max(names, LEAST_NAMES)
    return math.log2(chance / (1 - chance))


def outcome_of(name: str, place: int) -> str | None:
    """Name the outcome that a comparison's place stands for; None where it was not stated."""
    if place < 0:
        return None
    told = list(_outcomes()[name])
    if place > len(told):
        return None
    return OTHERWISE if place == 0 else told[len(told) - int(place)]
