"""People on the lists of one commissioner who live with another, and who pays for them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from ibis import ir

from tests.tables import drawn, running, same, table
from wholeplace.budget.flows.borders import (
    Borders,
    CostCell,
    DaysCell,
    costs_across,
    cross_border,
    days_across,
    homes,
    stays,
    with_list,
)
from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear, Refused

YEAR = FinancialYear(2019)
# Ann lives where she is registered. Bob is on a list of the north and lives in the west. Cat moves
# from west to east on 1 October (183 of 366 days are left). Dan's home is not known before July,
# when two addresses of his are told for one day.
SPELLS = """
    person_id  practice_code  starts      ends
    ann        P1             2019-04-01  2020-04-01
    bob        P1             2019-04-01  2020-04-01
    cat        P2             2019-04-01  2020-04-01
    dan        P9             2019-04-01  2020-04-01
    eve        P3             2020-03-30  2020-04-01
"""
RESIDENCE = """
    person_id  start_date  end_date    lsoa_code  la_code
    ann        2000-01-01  -           E1         -
    bob        2000-01-01  -           -          WEST
    cat        2000-01-01  2019-12-01  E2         -
    cat        2019-10-01  -           E1         -
    dan        2019-07-01  2020-03-31  Q1         WEST
    dan        2019-07-01  -           Q2         WEST
"""
GEOGRAPHY = """
    lsoa_code  lsoa_year  la_code  ward_code  icb_code  imd_year  imd_rank  imd_decile
    E1         2011       OLD      W1         I         2019      1         1
    E1         2021       EAST     W1         I         2019      1         1
    E2         2011       WEST     W2         I         2019      1         1
"""
ORGANISATION = """
    code   name   type           parent_code  valid_from  valid_to
    P1     Elm    practice       N1           2013-04-01  -
    P2     Oak    practice       SOUTH        2013-04-01  -
    P3     Ash    practice       SOUTH        2013-04-01  -
    N1     One    neighbourhood  NORTH        2013-04-01  -
    NORTH  North  commissioner   -            2013-04-01  -
    SOUTH  South  commissioner   -            2013-04-01  -
"""
COSTS = """
    person_id  line    day         amount
    ann        acute   2019-05-01  100.10
    bob        acute   2019-05-01  200.20
    bob        social  2019-05-01  50.00
    cat        social  2019-09-30  10.00
    cat        social  2019-10-01  20.00
    fay        acute   2019-05-01  5.05
"""


def _stays(codes: tuple[str, ...] = (), small: tuple[str, ...] = ()) -> ir.Table:
    spells = table(SPELLS, starts="date", ends="date")
    lists = with_list(spells, table(ORGANISATION), codes, YEAR.start)
    return stays(lists, homes(table(RESIDENCE), table(GEOGRAPHY), small))


def test_every_day_of_a_list_is_lived_somewhere() -> None:
    assert drawn(days_across(_stays())) == same("""
        registered  resident  days  people
        NORTH       EAST      366   1
        NORTH       WEST      366   1
        SOUTH       WEST      183   1
        SOUTH       EAST      183   1
        SOUTH       none      2     1
        none        none      91    1
        none        WEST      275   1
    """)


def test_a_home_that_is_left_or_taken_on_the_border_of_a_list_is_not_counted() -> None:
    moved = RESIDENCE.replace(
        "ann        2000-01-01  -           E1         -",
        "ann 2000-01-01 2019-04-01 E2 -\n    ann 2019-04-01 2020-04-01 E1 -\n    "
        "ann 2020-04-01 - E2 -",
    )
    spells = table(SPELLS, starts="date", ends="date")
    lists = with_list(spells, table(ORGANISATION), (), YEAR.start)
    found = drawn(days_across(stays(lists, homes(table(moved), table(GEOGRAPHY), ()))))
    assert "NORTH WEST 366 1" in found  # Bob, and not Ann
    assert "NORTH EAST 366 1" in found


def test_an_address_that_ends_leaves_a_time_at_no_known_home() -> None:
    short = RESIDENCE.replace("ann        2000-01-01  -         ", "ann 2000-01-01 2019-04-11 ")
    spells = table(SPELLS, starts="date", ends="date")
    lists = with_list(spells, table(ORGANISATION), (), YEAR.start)
    found = days_across(stays(lists, homes(table(short), table(GEOGRAPHY), ())))
    assert "NORTH EAST 10 1" in drawn(found)
    assert "NORTH none 356 1" in drawn(found)


def test_lists_and_areas_that_are_claimed_by_a_finer_code_go_by_it() -> None:
    found = drawn(days_across(_stays(("P2", "N1"), ("E2",))))
    assert "N1 EAST 366 1" in found
    assert "P2 E2 183 1" in found
    assert "SOUTH none 2 1" in found


def test_an_organisation_that_is_no_more_has_no_lists() -> None:
    gone = ORGANISATION.replace("NORTH        2013-04-01  -", "NORTH 2013-04-01 2019-04-01")
    spells = table(SPELLS, starts="date", ends="date")
    lists = with_list(spells, table(gone), (), YEAR.start)
    found = drawn(lists.select("person_id", "registered"))
    assert "ann none" in found
    assert "cat SOUTH" in found


def test_costs_of_who_was_on_no_list_are_not_lost() -> None:
    costs = table(COSTS, line="string", day="date")
    assert drawn(costs_across(costs, _stays())) == same("""
        line    registered  resident  amount
        acute   NORTH       EAST      100.10
        acute   NORTH       WEST      200.20
        acute   none        none      5.05
        social  NORTH       WEST      50.00
        social  SOUTH       EAST      20.00
        social  SOUTH       WEST      10.00
    """)


TERMS = """
payers:
  north: {registered_with: [NORTH], source: "assumed: x"}
  south: {registered_with: [SOUTH], source: "assumed: x"}
  west_council: {resident_in: [WEST], source: "assumed: x"}
  east_council: {resident_in: [EAST], source: "assumed: x"}
paid_by:
  - {by: [{from: 2013-04-01, value: registration, source: health}]}
  - {lines: [social], by: [{from: 2014-04-01, value: residence, source: care act}]}
"""


def _terms(text: str = TERMS) -> Borders:
    return read_document(text, "budget.yaml", Borders).value


def _cells() -> tuple[list[DaysCell], list[CostCell]]:
    with running() as opened:
        days = opened.rows(days_across(_stays()))
        costs = opened.rows(costs_across(table(COSTS, line="string", day="date"), _stays()))
    return [DaysCell(*_values(row)) for row in days], [_cost(*_values(row)) for row in costs]


def _values(row: dict[str, Any]) -> Iterable[Any]:
    return row.values()


def _cost(line: str, registered: str, resident: str, amount: Decimal) -> CostCell:
    return CostCell(line, registered, resident, Fraction(amount))


def test_health_is_paid_by_the_list_and_social_care_by_the_home() -> None:
    found = cross_border(*_cells(), _terms(), YEAR)
    assert {who: figure.shown for who, figure in found.by_payer.items()} == {
        "north": "£300.30",
        "west_council": "£60.00",
        "east_council": "£20.00",
        "none": "£5.05",
    }
    bob = next(one for one in found.paid if (one.line, one.resident) == ("social", "west_council"))
    assert (bob.registered, bob.payer, bob.rule) == ("north", "west_council", "residence")
    assert bob.cost.source == "care act"


def test_all_views_of_the_same_money_come_to_the_same() -> None:
    found = cross_border(*_cells(), _terms(), YEAR)
    assert found.total.shown == "£385.35"
    for view in (found.by_registered, found.by_resident, found.by_payer):
        assert sum(Fraction(str(figure.value)) for figure in view.values()) == found.total.value
    assert sum(Fraction(str(cell.cost.value)) for cell in found.cells) == found.total.value
    assert sum(cell.days for cell in found.cells) == found.days == 4 * 366 + 2


def test_the_matrix_says_who_is_registered_here_and_lives_there() -> None:
    found = cross_border(*_cells(), _terms(), YEAR)
    drawn_cells = [(c.registered, c.resident, c.days, c.cost.shown) for c in found.cells]
    assert drawn_cells == [
        ("none", "none", 91, "£5.05"),
        ("none", "west_council", 275, "£0.00"),
        ("north", "east_council", 366, "£100.10"),
        ("north", "west_council", 366, "£250.20"),
        ("south", "east_council", 183, "£20.00"),
        ("south", "none", 2, "£0.00"),
        ("south", "west_council", 183, "£10.00"),
    ]


def test_people_of_whom_no_payer_claims_list_or_area_are_others() -> None:
    cells = [CostCell("acute", "EAST ICB", "WALES", Fraction(7))]
    found = cross_border([DaysCell("EAST ICB", "WALES", 366, 1)], cells, _terms(), YEAR)
    assert [(cell.registered, cell.resident) for cell in found.cells] == [("others", "others")]
    assert found.by_payer["others"].value == 7


WRONG = [
    ('source: "assumed: x"}\n  south', "resident_in: [EAST], source: x}\n  south",
     "payers.east_council.resident_in[0]: 'EAST' belongs to 'north' already"),
    ("registered_with: [SOUTH], ", "", "payers.south: nobody is its people"),
    ("lines: [social], ", "", "paid_by[1]: the rest of the lines have a rule already"),
    ("value: residence", "value: residense", "unknown rule 'residense'"),
    ("  north:", "  others:", "payers.others: 'others' is the name of people whom no payer"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_wrong_borders_are_refused_at_their_place(old: str, new: str, said: str) -> None:
    assert old in TERMS
    with pytest.raises(Refused) as refused:
        _terms(TERMS.replace(old, new, 1))
    assert said in str(refused.value)


def test_a_line_that_no_rule_says_who_pays_for_is_refused_with_all_else() -> None:
    text = TERMS.replace(
        "  - {by: [{from: 2013-04-01, value: registration, source: health}]}\n", ""
    )
    terms = read_document(text.replace("2014-04-01", "2030-04-01"), "budget.yaml", Borders)
    with pytest.raises(Refused) as refused:
        cross_border(*_cells(), terms.value, YEAR, lines=["acute", "soci"], where=terms.where)
    said = [f"{found.where}: {found.what}" for found in refused.value.problems]
    assert said == [
        "budget.yaml:7:1 paid_by: nothing says who pays for 'acute'",
        "budget.yaml:8:29 paid_by[0].by[0].from: no rule for 'social' is in force on 2019-04-01",
        "budget.yaml:8:14 paid_by[0].lines[0]: the budget has no line 'social'",
    ]
