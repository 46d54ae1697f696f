"""One question about one shipment, and its answer."""

from dataclasses import dataclass
from datetime import date

NOT_NEEDED = "not needed under the listed rows"
STATUSES = ("needed", NOT_NEEDED, "denied", "undetermined")
CAVEAT = "Screening aid, not a licence determination."


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What has to be known of a shipment before the rules can answer.

    Attributes
    ----------
    shipped_on : date
    exporter_country, destination_country : str, optional
        ISO 3166-1 alpha-2; None or an unknown code = not known. An export from another country
        than the United States is a re-export.
    chip : str, optional
        Catalogue id of an accelerator, or of a server that takes one kind only; None = it holds
        accelerators, but which is not known.
    holds_accelerators : bool
        False = other goods; the listed rows do not reach them.
    consignee_hq : str, optional
        Country of the headquarters of the consignee, or of its ultimate parent.
    end_user : str
        ``same`` = the consignee; ``named`` = another party; ``missing`` = not stated though the
        consignee only forwards.
    end_user_hq : str, optional
        The same as ``consignee_hq`` for the end user named.
    listed, owner_listed : bool, optional
        A recipient, or its owner, stands on the Entity List; None = only the name is equal.
    owner_share : float, optional
        Share of the listed owner, 0 to 1.
    """

    shipped_on: date
    exporter_country: str | None = None
    destination_country: str | None = None
    chip: str | None = None
    holds_accelerators: bool = True
    consignee_hq: str | None = None
    end_user: str = "same"
    end_user_hq: str | None = None
    listed: bool | None = False
    owner_listed: bool | None = False
    owner_share: float | None = None


@dataclass(frozen=True, slots=True)
class Bearing:
    """One rule that bears on a shipment.

    ``bearing`` is ``applies``, ``may apply``, ``suspended``, ``not enforced``, ``unverified``,
    ``ended`` (a suspension that is over) or ``onward`` (a later leg from the destination);
    ``missing`` is what would have to be known.
    """

    rule_id: str
    bearing: str
    policy: str
    control_row: str | None
    missing: tuple[str, ...]
    replaces: str | None
    red_flag: str | None


@dataclass(frozen=True, slots=True)
class ControlStatus:
    """What the listed rows say of one shipment on its day.

    Attributes
    ----------
    status : str
        One of `STATUSES`.
    rule_id, policy, control_row : str, optional
        The strictest row that applies, or that may apply where none does for sure.
    source : str, optional
        Where that row comes from.
    missing : tuple of str
        What would have to be known.
    red_flag : str, optional
        Published red flag of a suspended or open ownership row.
    ended_rule_id : str, optional
        Row whose suspension was to end before the shipment.
    onward_rule_id : str, optional
        Row that a later leg from the destination would meet.
    is_past_known : bool
        Shipped after the day up to which the rows are known.
    bearings : tuple of Bearing
        Every row that bears on the shipment, by id.
    text : str
        The answer and its reason in words.
    caveat : str
        What an answer is not.
    """

    status: str
    rule_id: str | None
    policy: str | None
    control_row: str | None
    source: str | None
    missing: tuple[str, ...]
    red_flag: str | None
    ended_rule_id: str | None
    onward_rule_id: str | None
    is_past_known: bool
    bearings: tuple[Bearing, ...]
    text: str
    caveat: str = CAVEAT
