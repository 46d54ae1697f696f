from detector.parties.screening_evidence import tell_words
from detector.parties.screening_search import build_index

INDEX = build_index(["Oakfield Microsystems Research Institute"], [0])


def test_each_word_is_told_with_the_word_it_stands_for():
    assert tell_words(INDEX, "Oakfeild Microsystems Trading", 0) == (
        "words microsystems, oakfeild for oakfield (0.86); only here trading; "
        "only on the list research, institute"
    )


def test_one_run_of_letters_is_told_as_such():
    told = tell_words(INDEX, "Oak Field Micro Systems Research Institute", 0)
    assert told == "the same run of letters as 'oakfield microsystems research institute'"
