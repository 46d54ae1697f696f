"""The lines that simple methods see: the records' own columns, in order of day."""

import pandas as pd

LINES = """
select shipment_no, shipment_id, source, shipped_on, exporter, exporter_country, consignee,
    consignee_country, end_user, end_user_country, origin_country, destination_country,
    intermediate_country, port_of_lading, port_of_unlading, transport_mode, hs6, description,
    model, quantity, coalesce(net_weight_kg, gross_weight_kg) as mass_kg, packages,
    value_usd::double as value_usd, eccn, license_code, consignee_type, payer, payer_country,
    buyer_country, quantity_unit, currency, procedure, routed_export, related_party,
    record_source, len(transit_ports) as stops
from shipments order by shipped_on, shipment_no
"""
CODES = (
    "exporter_country",
    "consignee_country",
    "end_user_country",
    "origin_country",
    "destination_country",
    "intermediate_country",
    "payer_country",
    "buyer_country",
    "port_of_lading",
    "port_of_unlading",
    "transport_mode",
    "hs6",
    "quantity_unit",
    "license_code",
    "consignee_type",
    "procedure",
    "record_source",
    "currency",
)
AMOUNTS = ("quantity", "mass_kg", "value_usd", "packages")


def lines_before(names: pd.Series) -> pd.Series:
    """Count the earlier lines of the same name; lines stand in order of day.

    Parameters
    ----------
    names : Series of shape (n_lines,)

    Returns
    -------
    Series of shape (n_lines,)
    """
    key = names.fillna("").str.upper()
    return key.groupby(key).cumcount()
