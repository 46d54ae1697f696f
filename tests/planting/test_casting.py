from detector.planting.casting import COLUMNS


def names(lines):
    return set().union(*(lines[name].dropna() for name, _, _ in COLUMNS.values()))


def test_parts_are_played_by_own_companies_and_by_some_new_ones(sown):
    written, own = names(sown.written), names(sown.own.lines)
    assert written & own
    assert written - own


def test_a_company_of_a_tale_keeps_its_name_through_it(sown):
    told = sown.written.assign(tale=sown.drafts["tale"], who=sown.drafts["exporter"])
    told = told[told["exporter"].notna()]
    assert told.groupby(["tale", "who"])["exporter"].nunique().max() == 1


def test_ordinary_tales_bring_together_who_had_not_met(sown):
    own = set(zip(sown.own.lines["exporter"], sown.own.lines["consignee"], strict=True))
    ordinary = sown.written[sown.drafts["kind"] == "ordinary"]
    pairs = list(zip(ordinary["exporter"], ordinary["consignee"], strict=True))
    assert sum(pair in own for pair in pairs) <= 0.1 * len(pairs)
