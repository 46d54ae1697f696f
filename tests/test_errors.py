import pytest

from detector import errors

KINDS = errors.ChiptraceError.__subclasses__()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_of_error_has_its_own_exit_status(kind):
    others = [other.exit_status for other in KINDS if other is not kind]
    assert kind.exit_status not in {0, 1, 2, *others}


def test_an_error_says_what_where_and_how_to_mend_it():
    told = str(errors.InputError("No such file", "may.csv", "Check the name."))
    assert told.splitlines() == ["No such file", "  where: may.csv", "  fix:   Check the name."]


def test_an_error_cannot_be_built_without_all_three():
    with pytest.raises(TypeError):
        errors.InputError("No such file")  # type: ignore[call-arg]
