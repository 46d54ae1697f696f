def test_a_bounded_part_holds_companies_with_all_their_lines(sown):
    lines = sown.own.lines
    assert len(lines) == 1_500
    assert lines["shipment_no"].is_unique
    assert lines["shipped_on"].is_monotonic_increasing
