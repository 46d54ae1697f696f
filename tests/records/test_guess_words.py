import pytest

from detector.records.guess_words import concepts


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("EXPORTER_NAME", ("exporter", "name")),
        ("Dirección del Importador", ("address", "importer")),
        ("Страна происхождения", ("country", "origin")),
        ("收货人名称", ("consignee", "name")),
        ("적재항", ("loading", "port")),
        ("Brüt Ağırlık", ("gross",)),
        ("Poids net", ("net",)),
        ("TOTALVALUEUSD", ("total", "value", "in:USD")),
        ("consigneeName", ("consignee", "name")),
        ("H.S. Code", ("hs", "id")),
    ],
)
def test_names_of_many_languages_are_understood(name, meant):
    assert concepts(name)[0] == meant


def test_one_slip_of_the_pen_is_forgiven():
    assert concepts("CONSIGNE_NAME")[0] == ("consignee", "name")


def test_words_that_mean_nothing_are_told():
    assert concepts("ZORBLAX_DATE") == (("date",), ("zorblax",))


def test_an_empty_or_endless_name_is_no_harm():
    assert concepts("") == ((), ())
    assert concepts("x" * 100_000)[0] == ()
