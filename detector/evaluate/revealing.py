"""Shows a replay what its reviewers would have found."""

from datetime import date

import numpy as np
import pandas as pd

from detector.workspace import Connection


def reveal(copy: Connection, shown: pd.DataFrame, as_of: date) -> None:
    """Write the labels of the lines shown as dispositions.

    Parameters
    ----------
    shown : DataFrame of shape (n_shown, 4)
        shipment_id, positive, selected_by, selection_probability.
    """
    made = shown.assign(
        decision=np.where(shown["positive"], "diverted", "cleared"),
        decided_on=pd.Timestamp(as_of),
        decided_by="replay",
        source="replay",
    )
    copy.register("shown", made.drop(columns="positive"))
    copy.execute("insert into disposition_versions by name select * from shown")
    copy.unregister("shown")
