from detector.goods.catalogue import is_bare, joined, names, server_of
from detector.reference import read_table


def test_every_alias_leads_to_an_item():
    assert set(names().aliases.values()) | set(names().parts.values()) <= set(names().items)


def test_no_alias_is_claimed_by_two_items():
    owners: dict[str, str] = {}
    for name in ("accelerators", "servers"):
        for row in read_table(name).itertuples():
            for alias in (row.aliases or "").split("|"):
                if alias:
                    assert owners.setdefault(joined(alias), row.id) == row.id, alias


def test_short_names_are_bare_and_long_ones_are_not():
    assert all(is_bare(key) for key in ("h100", "a100", "l4", "l40s", "gb200", "b200", "v100"))
    assert not any(is_bare(key) for key in ("mi300x", "rtx4090", "xe9680", "gaudi3"))


def test_each_module_has_a_server_without_a_maker():
    assert server_of("a800") == "generic-8gpu-a100"
    assert server_of("b300") == "generic-8gpu-blackwell"
