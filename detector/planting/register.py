"""What the register of companies holds of new ones: as much as it holds of the others."""

import numpy as np
import pandas as pd

from detector.records import TABLES
from detector.simulate import Stories
from detector.workspace import Connection

LISTED = 2 / 3  # share of its companies that a simulated register holds


def register_new(
    con: Connection,
    players: pd.DataFrame,
    cast: pd.DataFrame,
    told: Stories,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Write rows of ``parties`` for new companies, with the blanks of real rows.

    Parameters
    ----------
    con : Connection
    players : DataFrame
        As `drafts.Drafts` has them.
    cast : DataFrame
        As `casting.cast_players` gives it.
    told : Stories
    rng : Generator
    """
    columns = [column.name for column in TABLES["parties"].columns]
    rows = con.execute("select * from parties order by party, country, known_from").df()
    share = con.execute(
        "select avg((known.name is not null)::double) from party left join "
        "(select distinct trim(party) as name, country from parties) known "
        "on known.name = party.name and known.country = party.country"
    ).fetchall()[0][0]
    new = cast[cast["is_new"]]
    if rows.empty or new.empty or not share:
        return pd.DataFrame(columns=columns)
    known = con.execute("select party_id, name as party, country from party").df()
    known = known.merge(rows, on=["party", "country"]).drop_duplicates("party_id")
    known = known.set_index("party_id")
    like = players["like"].reindex(new.index)
    copies = known.reindex(like[like.isin(known.index)])
    copies.index = like.index[like.isin(known.index)]
    made = told.register.drop_duplicates(["party", "country"]).set_index(["party", "country"])
    fresh = new[like.isna()]
    asked = pd.MultiIndex.from_frame(fresh[["name", "country"]])
    drawn = made.reindex(asked).reset_index(drop=True).set_index(fresh.index)
    there = asked.isin(made.index) & (rng.random(len(fresh)) < min(1.0, share / LISTED))
    drawn = drawn[there]
    blank = rows.iloc[rng.integers(len(rows), size=len(drawn))].isna()
    for name in set(drawn.columns) & set(columns) - {"parent", "parent_country", "parent_share"}:
        drawn[name] = drawn[name].mask(blank[name].to_numpy())
    listed = pd.concat([copies, drawn])
    where = new.loc[listed.index]
    listed = listed.assign(
        party=where["name"],
        country=where["country"],
        address=where["address"].where(listed["address"].notna()),
        website=None,
    )
    listed = listed.drop_duplicates(["party", "country"])
    return listed.reindex(columns=columns).reset_index(drop=True)
