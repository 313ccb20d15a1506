"""Every event and package has its cost, on one basis, and corrections end above nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., list[tuple[Any, ...]]]


def test_each_event_has_one_basis_by_who_provides_it(ask: Ask) -> None:
    rows = ask(
        "select source, string_agg(distinct basis), count(distinct activity_id)"
        " = (select count(*) from activity b where b.source = a.source)"
        " from activity a join cost using (activity_id) group by source order by source"
    )
    assert rows == [
        ("acute", "tariff", True),
        ("community", "unit_ref", True),
        ("gp", "unit_ref", True),
        ("mental_health", "unit_ref", True),
    ]


def test_each_package_has_one_cost_of_its_weeks(ask: Ask) -> None:
    wrong = ask(
        "select * from care_package left join cost using (package_id) where basis <> 'package'"
        " or activity_id is not null or amount is null or abs(amount - unit_cost * units_per_week"
        " * date_diff('day', start_date, end_date) / 7) > 0.01"
    )
    assert wrong == []
    assert ask("select count(*) = count(distinct package_id) from cost where package_id <> ''") == [
        (True,)
    ]


def test_a_reversal_takes_back_an_earlier_row_and_is_issued_again(ask: Ask) -> None:
    rows = ask(
        "select activity_id, count(*) filter (amount < 0), count(*) filter (amount >= 0),"
        " sum(amount) >= 0, -min(amount) = any_value(amount order by cost_id) from cost"
        " where activity_id is not null group by activity_id, basis having count(*) > 1"
    )
    assert rows
    assert {row[1:] for row in rows} == {(1, 2, True, True)}


def test_about_one_in_a_thousand_is_reversed(ask: Ask) -> None:
    [(share,)] = ask("select count(*) filter (amount < 0) / count(*) from cost")
    assert 0.0005 < share < 0.0015


def test_nothing_is_paid_for_those_who_did_not_come_and_something_for_the_others(ask: Ask) -> None:
    rows = ask(
        "select coalesce(attendance_status, '') = '3' as missed, min(amount) > 0, max(amount) = 0"
        " from activity join cost using (activity_id) where amount >= 0 group by 1 order by 1"
    )
    assert rows == [(False, True, False), (True, False, True)]


@pytest.mark.parametrize(
    ("pod", "pounds"),
    [("DC", 750), ("EL", 3_000), ("ED", 150), ("COMM", 65), ("MH", 160), ("GP", 38)],
)
def test_mean_prices(ask: Ask, pod: str, pounds: int) -> None:
    [(mean,)] = ask(
        "select avg(amount)::double from cost join activity using (activity_id)"
        " where pod = '{pod}' and amount > 0",
        pod=pod,
    )
    assert mean == pytest.approx(pounds, rel=0.05)


def test_short_emergency_stays_cost_less(ask: Ask) -> None:
    rows = ask(
        "select round(avg(amount) / 100) * 100 from cost join activity using (activity_id)"
        " where pod = 'NEL' and amount > 0 and los_days < 20 group by los_days > 1 order by 1"
    )
    assert rows == [(800,), (3_000,)]


def test_the_price_year_is_the_financial_year_of_the_event(ask: Ask) -> None:
    assert ask(
        "select * from cost left join activity using (activity_id)"
        " left join care_package using (package_id)"
        " where price_year <> year(coalesce(start_ts, start_date) - interval 3 month)"
    ) == []  # fmt: skip
