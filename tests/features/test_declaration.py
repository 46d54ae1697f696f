import pytest

from tests.ledgers import feature, ledger, surroundings


def test_goods_that_weigh_and_cost_as_accelerators_under_another_name_are_hidden(con):
    ledger(
        con,
        """
        declared_class    implied_class     implied_sure  is_vague
        part              accelerator_card  0.8           true
        accelerator_card  accelerator_card  0.8           false
        part              -                 -             true
        """,
    )
    surroundings(con)
    assert feature(con, "declaration.hidden") == {1: 0.8, 2: 0, 3: 0}
    assert feature(con, "declaration.vague") == {1: 0.8, 2: 0, 3: 0}


def test_only_a_stated_control_number_can_be_too_low(con):
    ledger(
        con,
        """
        units  is_restricted  eccn
        8      true           EAR99
        8      true           3A090.a
        8      true           5A992.z
        8      true           -
        8      false          EAR99
        """,
    )
    surroundings(con)
    assert feature(con, "declaration.understated") == {1: 1, 2: 0, 3: 0, 4: None, 5: None}


def test_price_and_density_are_told_on_the_side_on_which_they_lie(con):
    ledger(con, "density_gap price_gap\n1.5 -0.7\n-2 0.4\n- -")
    surroundings(con)
    assert feature(con, "declaration.density") == {1: 1.5, 2: 0, 3: None}
    assert feature(con, "declaration.thin_density") == {1: 0, 2: 2, 3: None}
    assert feature(con, "declaration.cheap") == {1: 0.7, 2: 0, 3: None}
    assert feature(con, "declaration.dear") == {1: 0, 2: 0.4, 3: None}


def test_a_pair_that_changes_the_heading_is_seen(con):
    same = "\n".join(f"2024-06-0{n} 847150" for n in range(1, 5))
    ledger(con, f"shipped_on hs6\n{same}\n2024-06-09 847330")
    surroundings(con)
    assert feature(con, "declaration.heading_switch")[5] == pytest.approx(1)
    assert feature(con, "declaration.heading_switch")[4] == pytest.approx(0)
