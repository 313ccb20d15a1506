"""What came in the year from a day on."""

from __future__ import annotations

from datetime import date

from tests.tables import drawn, same, table
from wholeplace.population.risk import OUTCOMES, happened

DAY = date(2019, 4, 1)
PEOPLE = "person_id\n" + "\n".join(f"p{i:02d}" for i in range(1, 41))


def _costs(*more: str) -> str:
    rows = [f"p{i:02d} {i}.00 2019-05-01" for i in range(1, 41)]
    return "\n".join(["person_id amount day", *rows, *more])


def _dear(*more: str, costs: str | None = None) -> set[str]:
    kinds = {"amount": "decimal(18, 2)", "day": "date"}
    rows = {"costs": table(costs or _costs(*more), **kinds)}
    found = happened(OUTCOMES["high-cost"], rows, table(PEOPLE), DAY)
    return {line.split()[0] for line in drawn(found).splitlines()[1:]}


def test_the_dearest_twentieth_of_people_have_a_high_cost() -> None:
    # 40 people who cost 1 to 40: the 95th hundredth lies at 38.05.
    assert _dear() == {"p39", "p40"}


def test_costs_of_other_years_do_not_count() -> None:
    before, after = "p01 9000.00 2019-03-31", "p02 9000.00 2020-03-31"
    assert _dear(before, after) == {"p39", "p40"}
    assert _dear("p01 9000.00 2019-04-01") == {"p01", "p40"}


def test_where_hardly_anybody_costs_anything_nought_is_not_a_high_cost() -> None:
    assert _dear(costs="person_id amount day\np07 5.00 2019-05-01\np08 0.00 2019-05-01") == {"p07"}


def test_people_who_are_not_on_the_register_set_no_limit() -> None:
    assert _dear("gone 9000.00 2019-05-01", "lost 9000.00 2019-05-01") == {"p39", "p40"}


def test_a_death_counts_from_the_day_on_for_365_days() -> None:
    person = table(
        """
        person_id  death_date
        p01        2019-03-31
        p02        2019-04-01
        p03        2020-03-30
        p04        2020-03-31
        p05        -
        """
    )
    found = happened(OUTCOMES["death"], {"person": person}, table(PEOPLE), DAY)
    assert drawn(found) == same("person_id events\np02 1\np03 1")
