"""Cost per member per month: four people, two practices, two months, by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from ibis import ir

from tests.tables import drawn, running, same, table
from wholeplace.budget.pmpm import (
    By,
    Cube,
    Spending,
    beside_figure,
    beside_prices,
    change_figure,
    changes,
    cube,
    cut,
    members,
    people_by_practice,
    pmpm_figure,
    read_spending,
    read_time,
    spending_cells,
    time_cells,
    total_figure,
)
from wholeplace.kernel import Month, Refused
from wholeplace.kernel.figure import to_text

APRIL, MAY = Month(2019, 4), Month(2019, 5)
# Ann moves from P1 to P2 on 16 April; cat comes on 1 May; dan is gone before the day of his cost.
SPELLS = """
    person_id  practice_code  starts      ends
    ann        P1             2019-04-01  2019-04-16
    ann        P2             2019-04-16  2019-06-01
    bob        P1             2019-04-01  2019-06-01
    cat        P3             2019-05-01  2019-06-01
    dan        P1             2019-04-01  2019-04-04
"""
SEGMENTS = """
    person_id  segment
    ann        frail
    bob        well
    cat        well
    dan        frail
"""
COSTS = """
    person_id  service  basis   currency  amount  day
    ann        acute    tariff  GBP       100.00  2019-04-15
    ann        acute    tariff  GBP       200.01  2019-04-16
    ann        drugs    list    GBP       10.00   2019-05-31
    bob        drugs    list    GBP       20.00   2019-05-01
    bob        drugs    list    GBP       -5.00   2019-05-02
    cat        acute    tariff  GBP       0.50    2019-05-03
    dan        acute    tariff  GBP       40.00   2019-04-04
    -          acute    tariff  GBP       1.00    2019-04-04
"""
NEAR = {"P1": "north", "P2": "north", "P3": "south"}


def _there() -> ir.Table:
    return members(table(SPELLS, starts="date", ends="date"), table(SEGMENTS))


def _costs() -> ir.Table:
    return table(COSTS, amount="decimal(14, 2)", day="date")


@pytest.fixture(name="whole")
def _whole() -> Cube:
    with running() as engine:
        spending = read_spending(engine.rows(spending_cells(_costs(), _there())))
        time = read_time(engine.rows(time_cells(_there(), (APRIL, MAY))))
    return cube(spending, time, NEAR, (APRIL, MAY))


def test_a_cost_is_of_the_practice_of_its_day() -> None:
    found = spending_cells(_costs(), _there()).drop("currency", "year")
    assert drawn(found.order_by("segment", "service", "practice_code", "month")) == same("""
        segment  service  practice_code  basis   month  amount  rows
        frail    acute    P1             tariff  4      100.00  1
        frail    acute    P2             tariff  4      200.01  1
        frail    drugs    P2             list    5      10.00   1
        well     acute    P3             tariff  5      0.50    1
        well     drugs    P1             list    5      15.00   2
        -        acute    -              tariff  4      41.00   2
    """)


def test_people_are_there_for_the_days_of_each_month() -> None:
    found = time_cells(_there(), (APRIL, MAY)).drop("year")
    assert drawn(found.order_by("segment", "practice_code", "month")) == same("""
        segment  practice_code  days  month
        frail    P1             18    4
        frail    P2             15    4
        frail    P2             31    5
        well     P1             30    4
        well     P1             31    5
        well     P3             31    5
    """)
    counted = people_by_practice(_there()).order_by("practice_code")
    assert drawn(counted) == same("""
        practice_code  people
        P1             3
        P2             1
        P3             1
    """)


def _told(whole: Cube, *by: By) -> list[tuple[str, int, Fraction]]:
    return [("/".join(row.key), row.pence, row.member_months) for row in cut(whole, by)]


def test_cuts_by_hand(whole: Cube) -> None:
    half = Fraction(1, 2)
    assert (whole.total.pence, whole.outside.pence, whole.outside_rows) == (32551, 4100, 2)
    assert _told(whole) == [("", 32551, Fraction("5.1"))]
    assert _told(whole, "practice") == [
        ("P1", 11500, Fraction("2.6")),
        ("P2", 21001, 1 + half),
        ("P3", 50, 1),
    ]
    assert _told(whole, "neighbourhood") == [("north", 32501, Fraction("4.1")), ("south", 50, 1)]
    assert _told(whole, "month") == [("2019-04", 30001, Fraction("2.1")), ("2019-05", 2550, 3)]


def test_a_service_is_held_against_all_people_and_not_its_users(whole: Cube) -> None:
    assert _told(whole, "service", "segment") == [
        ("acute/frail", 30001, Fraction("2.1")),
        ("acute/well", 50, 3),
        ("drugs/frail", 1000, Fraction("2.1")),
        ("drugs/well", 1500, 3),
    ]
    # Who never used a service is told with nought, not left out.
    assert ("P3/drugs", 0, Fraction(1)) in _told(whole, "practice", "service")
    assert cut(whole, ("service", "segment"))[3].pmpm == 5


def test_asking_twice_or_for_something_else_is_no_cut(whole: Cube) -> None:
    with pytest.raises(ValueError, match="each once"):
        cut(whole, ("month", "month"))
    with pytest.raises(ValueError, match="segment, service"):
        cut(whole, ("ward",))  # type: ignore[arg-type]  # what is tried here


def test_a_practice_in_no_neighbourhood_is_refused_with_its_people(whole: Cube) -> None:
    parts = (whole.spending, whole.time, {"P2": "north"}, whole.months)
    with pytest.raises(Refused) as refused:
        cube(*parts, people={"P1": 3, "P3": 1})
    first, second = refused.value.problems
    assert first.what == "practice 'P1', with 3 people, is in no neighbourhood on 2019-04-01"
    assert "'P3', with 1 person, is" in second.what
    kept = cube(*parts, with_unplaced=True)
    assert [row.key for row in cut(kept, ("neighbourhood",))] == [("none",), ("north",)]
    assert kept.total == whole.total


def test_a_registration_without_a_practice_is_refused_too(whole: Cube) -> None:
    time = [replace(whole.time[0], practice=None), *whole.time]
    with pytest.raises(Refused, match="practice '-'"):
        cube(whole.spending, time, NEAR, whole.months)


def test_mixed_bases_and_currencies_are_refused_by_name(whole: Cube) -> None:
    other = Spending("well", "acute", "P1", APRIL, 5, 7, "estimate")
    dollars = Spending("well", "drugs", "P1", APRIL, 5, 2, "list", "USD")
    with pytest.raises(Refused) as refused:
        cube([*whole.spending, other, dollars], whole.time, NEAR, whole.months)
    bases, currencies = refused.value.problems
    assert "'acute' stands on 'estimate' (7 rows) and 'tariff' (3 rows)" in bases.what
    assert (currencies.what, currencies.rows) == ("costs in USD are among those in GBP", 2)


def test_cells_of_months_that_were_not_asked_for_are_refused(whole: Cube) -> None:
    with pytest.raises(Refused, match="cells of 2019-05 are not of the period"):
        cube(whole.spending, whole.time, NEAR, (APRIL,))


def test_an_amount_that_is_not_whole_pence_is_no_cell() -> None:
    row = {"segment": "a", "service": "b", "practice_code": "c", "year": 2019, "month": 4}
    more: dict[str, object] = {"rows": 1, "basis": "list", "currency": "GBP"}
    with pytest.raises(TypeError, match="whole pence"):
        read_spending([{**row, **more, "amount": 1.5}])


def test_the_figure_explains_itself(whole: Cube) -> None:
    (row,) = (one for one in cut(whole, ("service", "segment")) if one.key == ("drugs", "well"))
    assert to_text(pmpm_figure(whole, row)).splitlines() == [
        "pmpm.drugs.well = £5.00  (Cost per member per month, drugs, well)",
        "│  formula: cost / member months",
        "│  put in: £15.00 / 3",
        "├─ pmpm.drugs.well.cost = £15.00  (Cost, drugs, well)",
        "│     formula: sum of the costs of days on which people were of the practice",
        "│     put in: 2 rows",
        "│     note: bases: drugs list",
        "└─ pmpm.drugs.well.member_months = 3  (Member months, drugs, well)",
        "      formula: sum over months of days of person-time / days of the month",
        "      put in: 92 days",
        "      note: 2019-04 to 2019-05; of all people, not only of those who used the service",
    ]


def test_the_total_says_what_is_of_nobody_in_the_population(whole: Cube) -> None:
    figure = total_figure(whole, "practice")
    assert (figure.shown, figure.note) == (
        "£63.83",
        "£41.00 in 2 rows is of people outside the population",
    )
    assert [child.id for child in figure.children[2:]] == ["pmpm.P1", "pmpm.P2", "pmpm.P3"]


def test_a_change_is_of_people_and_of_cost_and_nothing_is_left(whole: Cube) -> None:
    dearer = replace(whole.spending[0], pence=whole.spending[0].pence * 3)
    after = cube([dearer, *whole.spending[1:]], whole.time[1:], NEAR, whole.months)
    (change,) = changes(cut(whole), cut(after))
    # Of 5.1 member months 0.6 go (ann's fortnight, dan's three days); £200 more was spent.
    assert change.pounds == 200
    assert change.of_people == Fraction("-0.6") * Fraction("325.51") / Fraction("5.1")
    assert change.of_people + change.of_cost == change.pounds
    figure = change_figure(change, whole, after)
    assert sum(Fraction(str(part.value)) for part in figure.children[:2]) == 200


def test_who_was_not_there_before_is_a_change_of_people(whole: Cube) -> None:
    before = [row for row in cut(whole, ("practice",)) if row.key != ("P3",)]
    new = changes(before, cut(whole, ("practice",)))[2]
    assert (new.after.key, new.pmpm) == (("P3",), None)
    assert new.of_people == Fraction(1, 2)
    assert new.of_cost == 0
    with pytest.raises(ValueError, match="the same cut"):
        changes(before, cut(whole, ("month",)))


def test_cost_stands_beside_what_the_budget_gives(whole: Cube) -> None:
    prices = {"frail": Fraction(3660), "well": Fraction(366)}
    found = beside_prices(whole, ("practice",), prices, 366)
    # P1: 18 days of a frail person at £10 and 61 of a well one at £1.
    assert [one.budget for one in found] == [241, 460, 31]
    assert found[0].over == -126
    assert found[0].budget_pmpm == Fraction(241) / Fraction("2.6")
    assert beside_figure(found[0], whole).inputs == "£115.00 - £241.00"
    with pytest.raises(Refused, match="segment 'well' has no price"):
        beside_prices(whole, (), {"frail": Fraction(1)}, 366)
    with pytest.raises(ValueError, match="all services"):
        beside_prices(whole, ("service",), prices, 366)
