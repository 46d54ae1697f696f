from detector.parties.evidence import gather_evidence
from detector.parties.joined import keyed
from detector.parties.signature import BLOCKS, LEAST_PAIRS, lay_out_names
from tests.parties.names import mentioned


def laid_out(*names):
    return lay_out_names(gather_evidence(keyed(mentioned(*((name,) for name in names)))))


def test_a_name_without_a_distinctive_word_is_plain():
    assert laid_out("Global Trading", "Kelvarren Trading")["plain"].tolist() == [True, False]


def test_blocks_never_hold_more_pairs_than_allowed():
    names = [
        f"Kelvar{one}{other}ren"
        for one in "abcdefghijklmnopqrst"
        for other in "abcdefghijklmnopqrst"
    ]
    laid = laid_out(*names)
    for block in BLOCKS:
        sizes = laid[block].value_counts()
        assert (sizes * (sizes - 1) // 2).sum() <= LEAST_PAIRS


def test_a_word_of_many_names_weighs_less():
    rare = laid_out("Kelvarren Trading")["tf_sorted_stem"].iloc[0]
    often = laid_out(*(f"Kelvarren {word}" for word in ("Trading", "Cloud", "Data")))
    assert often["tf_sorted_stem"].iloc[0] > rare
