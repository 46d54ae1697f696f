"""Recognise forwarders and mail centres by the words of their names."""

import re

from anyascii import anyascii

FORWARDER = "forwarder"
MAIL_CENTRE = "mail_centre"

_FORWARDER_WORDS = (
    "forwarding",
    "forwarder",
    "forwarders",
    "freight",
    "logistics",
    "logistic",
    "logistik",
    "logistica",
    "logistique",
    "cargo",
    "shipping",
    "transport",
    "transports",
    "transportation",
    "haulage",
    "express",
    "courier",
    "couriers",
    "customs broker",
    "customs brokers",
    "customs brokerage",
    "air sea",
    "sea air",
    "3pl",
    "warehousing",
    "warehouse",
    "consolidator",
    "consolidators",
    "spedition",
    "speditions",
    "ekspeditsiya",
)
_MAIL_WORDS = (
    "mail centre",
    "mail center",
    "mailbox",
    "mail boxes",
    "mailboxes",
    "po box",
    "virtual office",
    "business centre",
    "business center",
    "parcel",
    "parcels",
    "serviced office",
)
_FORWARDER_IN_SCRIPT = (
    "物流",
    "货运",
    "貨運",
    "运输",
    "運輸",
    "货代",
    "貨代",
    "물류",
    "運送",
    "速递",
)


def kind_of(name: str, forwarder_words: tuple[str, ...] = _FORWARDER_WORDS) -> str | None:
    """Say whether a name reads as a forwarder's or a mail centre's.

    Examples
    --------
    >>> kind_of("Quayline Freight Forwarding Pte Ltd"), kind_of("Harbour Mail Centre")
    ('forwarder', 'mail_centre')
    >>> kind_of("Expressway Robotics")
    """
    if any(word in name for word in _FORWARDER_IN_SCRIPT):
        return FORWARDER
    words = f" {re.sub(r'[^0-9a-z]+', ' ', anyascii(name).casefold())} "
    if any(f" {word} " in words for word in _MAIL_WORDS):
        return MAIL_CENTRE
    if any(f" {word} " in words for word in forwarder_words):
        return FORWARDER
    return None
