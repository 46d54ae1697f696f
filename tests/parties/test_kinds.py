import pytest

from detector.parties.kinds import kind_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Quayline Freight Pte Ltd", "forwarder"),
        ("Oriel LOGISTICS", "forwarder"),
        ("速岚物流有限公司", "forwarder"),
        ("Harbour Mailbox", "mail_centre"),
        ("Freightliner Data Systems", None),
        ("Norrvik Compute", None),
    ],
)
def test_forwarders_and_mail_centres_are_recognised_by_whole_words(name, kind):
    assert kind_of(name) == kind
