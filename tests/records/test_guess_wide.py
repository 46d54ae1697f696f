from detector.records.guess_wide import period_pattern


def test_months_and_years_across_are_recognised():
    assert period_pattern(("Market", *(f"2025-{month:02d}" for month in range(1, 13))))
    assert period_pattern(("Country", *(str(year) for year in range(2010, 2020))))


def test_a_few_figures_in_a_header_are_no_wide_table():
    assert period_pattern(("Exporter", "2024", "2025")) is None
    assert period_pattern(tuple("abcdefghij")) is None
