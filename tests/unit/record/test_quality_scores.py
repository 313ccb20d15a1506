"""What counts come to: verdicts, since when, who, and whether every month was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest

from tests.unit.record.quality_rules import cell, counted, rule, score
from wholeplace.record.quality import (
    Cell,
    Dimension,
    Verdict,
    judged_months,
    overall,
    read_cells,
    scores,
)
from wholeplace.record.quality.rules import Continuity

FILLED = "table: activity, kind: completeness, columns: [admission_method], refuse_below: 50%"


def test_cells_are_by_batch_provider_and_month() -> None:
    rows = """
        activity_id  batch_id  provider_code  start_ts             admission_method
        a            b1        ZA             2019-04-01T00:00:00  21
        b            b1        ZA             2019-04-30T23:00:00  -
        c            b1        ZA             2019-05-01T00:00:00  21
        d            b1        ZB             2019-04-01T00:00:00  21
        e            b2        -              2019-04-01T00:00:00  -
    """
    found = counted(rule(FILLED), {"activity": rows})
    assert [(c.batch_id, c.provider, c.month, c.counts[0]) for c in found] == [
        ("b1", "ZA", date(2019, 4, 1), (1, 2)),
        ("b1", "ZA", date(2019, 5, 1), (1, 1)),
        ("b1", "ZB", date(2019, 4, 1), (1, 1)),
        ("b2", None, date(2019, 4, 1), (0, 1)),
    ]


OF_EACH_TABLE = """
    activity     | start_ts        | provider_code | activity_id
    registration | start_date      | practice_code | person_id
    residence    | start_date      | la_code       | person_id
    procedure    | performed_date  | -             | code
    diagnosis    | onset_date      | -             | code
    measurement  | measured_at     | -             | code
    rx_item      | processed_month | practice_code | item_id
    care_package | start_date      | provider_code | package_id
    referral     | received_at     | -             | referral_id
    organisation | -               | -             | code
"""


@pytest.mark.parametrize("line", OF_EACH_TABLE.strip().splitlines())
def test_each_table_has_its_day_and_its_sender(line: str) -> None:
    name, day, by, filled = (word.strip() for word in line.split("|"))
    values = {day: "2019-04-17", by: "ZA", filled: "x", "batch_id": "b1"}
    values.pop("-", None)
    drawing = f"{' '.join(values)}\n{' '.join(values.values())}"
    asks = rule(f"table: {name}, kind: completeness, columns: [{filled}]")
    (found,) = counted(asks, {name: drawing})
    month, sender = date(2019, 4, 1) if day != "-" else None, "ZA" if by != "-" else None
    assert (found.month, found.provider, found.counts) == (month, sender, ((1, 1),))


def test_cells_are_read_in_one_order_whatever_the_order_of_their_rows() -> None:
    keys = [("b1", None, None), ("b1", None, 4), ("b1", "ZA", None), ("b1", "ZA", 3),
            ("b1", "ZA", 4), ("b2", "YA", 1)]  # fmt: skip
    rows = [
        {"batch_id": batch, "provider": by, "month": month and date(2019, month, 1),
         "passed_0": 1, "asked_0": 1}
        for batch, by, month in keys
    ]  # fmt: skip
    found = read_cells(reversed(rows), [rule(FILLED)])
    assert [(c.batch_id, c.provider, c.month and c.month.month) for c in found] == keys


def test_a_share_warns_below_one_limit_and_refuses_below_another() -> None:
    limits = {(90, 100): "pass", (89, 100): "warn", (50, 100): "warn", (49, 100): "refuse"}
    for (passed, asked), verdict in limits.items():
        found = score(FILLED, [cell("ZA", "2019-04", passed, asked)])
        assert found is not None
        assert found.verdict is Verdict(verdict)


def test_a_rule_that_asks_nothing_of_a_feed_has_no_score() -> None:
    assert score(FILLED, [cell("ZA", "2019-04", 0, 0)]) is None


def test_a_month_of_which_nothing_is_asked_is_not_counted() -> None:
    found = score(FILLED, [cell("ZA", "2019-04", 1, 10), cell("ZA", "2019-05", 0, 0)])
    assert found is not None
    assert [m.month for m in found.months] == [date(2019, 4, 1)]
    assert found.since == date(2019, 4, 1)


def test_feeds_come_by_name_and_a_batch_of_no_feed_by_its_own() -> None:
    cells = [Cell(batch, "ZA", date(2019, 4, 1), ((1, 1),)) for batch in ("b3", "b2", "b1")]
    found = scores(cells, [rule(FILLED)], {"b3": "zeta", "b2": "alpha"})
    assert [s.feed for s in found] == ["alpha", "b1", "zeta"]


def test_a_feed_that_is_never_meant_to_have_it_is_not_asked() -> None:
    short = [cell("ZA", "2019-04", 10, 100)]
    assert score(FILLED + ", not_of_feeds: [feed]", short) is None
    assert score(FILLED + ", not_of_feeds: [other]", short) is not None


def test_batches_of_one_feed_are_judged_together_and_since_is_the_run_of_short_months() -> None:
    # April falls short, May comes to the limit, June and July fall short again.
    months = {"2019-04": 10, "2019-05": 90, "2019-06": 80, "2019-07": 70}
    cells = [cell("ZA", month, passed, 100) for month, passed in months.items()]
    found = score(FILLED, [*cells, cell("ZB", "2019-07", 5, 5, "b2")])
    assert found is not None
    assert (found.passed, found.asked, found.failed) == (255, 405, 150)
    assert found.since == date(2019, 6, 1)
    assert [(m.passed, m.asked) for m in found.months][-1] == (75, 105)


def test_the_worst_come_first_with_the_months_in_which_they_failed() -> None:
    cells = [
        cell("ZA", "2019-03", 100, 100),
        cell("ZA", "2019-04", 90, 100),
        cell("ZA", "2019-05", 100, 100),
        cell("ZA", "2019-06", 95, 100),
        cell("ZA", "2019-07", 100, 100),
        cell("ZB", "2019-04", 0, 20),
        cell("ZC", "2019-04", 100, 100),
    ]
    found = score(FILLED, cells)
    assert found is not None
    assert [(o.provider, o.failed, o.asked, o.first, o.last) for o in found.worst] == [
        ("ZB", 20, 20, date(2019, 4, 1), date(2019, 4, 1)),
        ("ZA", 15, 500, date(2019, 4, 1), date(2019, 6, 1)),
    ]


def test_five_of_those_that_failed_are_told_and_of_equals_the_first_by_name() -> None:
    names = ["Z7", "Z3", "Z1", "Z6", "Z2", "Z4", "Z5"]
    found = score(FILLED, [cell(name, "2019-04", 8, 10) for name in names])
    assert found is not None
    assert [o.provider for o in found.worst] == ["Z1", "Z2", "Z3", "Z4", "Z5"]


def test_what_failed_without_a_day_is_told_without_a_month() -> None:
    cells = [Cell("b1", "ZA", None, ((1, 2),)), Cell("b1", "ZA", date(2019, 4, 1), ((1, 3),))]
    found = score(FILLED, cells)
    assert found is not None
    (worst,) = found.worst
    assert (worst.failed, worst.first, worst.last) == (3, date(2019, 4, 1), date(2019, 4, 1))
    assert [m.month for m in found.months] == [date(2019, 4, 1)]


def judged(sent: Sequence[int], from_rows: int = 20, of_months: int = 12) -> list[bool | None]:
    """Return what is said of each month of one provider, from January on."""
    asks = Continuity(at_least=Fraction(1, 2), of_months=of_months, from_months=3,
                      from_rows=from_rows)  # fmt: skip
    months = [date(2018 + i // 12, i % 12 + 1, 1) for i in range(len(sent))]
    found = judged_months({("ZA", m): n for m, n in zip(months, sent, strict=True) if n}, asks)
    return [found.get(("ZA", month)) for month in months]


def test_a_month_is_held_against_the_last_of_those_before_it_and_not_against_itself() -> None:
    # After three low months in a row low is usual; the month itself does not count as before.
    assert judged([100] * 6 + [40] * 4, of_months=3) == [None] * 3 + [True] * 3 + [
        False, False, False, True,
    ]  # fmt: skip
    assert judged([40, 40, 100, 25, 100], of_months=4) == [None] * 3 + [True, True]
    assert judged([10, 20, 20, 9, 100])[3] is False


def test_who_stops_is_told_of_month_after_month_and_not_for_ever() -> None:
    assert judged([100] * 4 + [0] * 6 + [100], of_months=5)[4:] == [
        False, False, False, False, False, None, None,
    ]  # fmt: skip
    # A single bad month does not lower what is usual.
    assert judged([100, 100, 100, 10, 100, 40], of_months=3)[3:] == [False, True, False]


def test_a_provider_that_is_missing_now_is_told_of_however_many_months_came_before() -> None:
    asks = "table: activity, kind: continuity, continuity: {at_least: 50%, from_months: 2}"
    months = [date(2010 + i // 12, i % 12 + 1, 1) for i in range(100)]
    cells = [Cell("b1", who, month, ((30, 30),)) for who in ("ZA", "ZB") for month in months]
    assert (found := score(asks, cells)) is not None
    assert found.verdict is Verdict.PASS
    assert (found := score(asks, cells[:-1])) is not None
    assert found.verdict is Verdict.WARN


def test_from_as_many_rows_as_are_asked_a_month_is_judged() -> None:
    assert judged([20, 20, 20, 20]) == [None, None, None, True]
    assert judged([19, 19, 19, 20]) == [None, None, None, None]
    # One row is half of two, and none is less than half of one.
    assert judged([2, 2, 2, 1, 0, 1], from_rows=1)[3:] == [True, False, True]


def test_a_provider_is_judged_from_its_own_first_month_on() -> None:
    usual = Continuity(at_least=Fraction(1, 2), of_months=12, from_months=3, from_rows=1)
    rows = {("old", date(2019, month, 1)): 100 for month in range(1, 13)}
    rows |= {("new", date(2019, month, 1)): 100 for month in range(5, 13)}
    judged = judged_months(rows, usual)
    assert [month.month for who, month in judged if who == "new"] == [8, 9, 10, 11, 12]


def test_rows_that_nobody_sent_are_no_month_of_anybody() -> None:
    asks = "table: activity, kind: continuity, continuity: {at_least: 50%, from_months: 2}"
    cells = [Cell("b1", who, date(2019, month, 1), ((30, 30),)) for who in (None, "ZA")
             for month in (1, 2, 3)]  # fmt: skip
    found = score(asks, [*cells, Cell("b1", "ZA", None, ((1, 1),))])
    assert found is not None
    assert [(s.provider, s.enough) for s in found.sent] == [("ZA", None)] * 2 + [("ZA", True)]


def test_a_month_far_below_the_median_of_those_before_falls_short() -> None:
    usual = Continuity(at_least=Fraction(6, 10), of_months=12, from_months=3, from_rows=20)
    sent = [100, 100, 100, 59, 60, 100]
    rows = {("ZA", date(2019, 4 + i, 1)): number for i, number in enumerate(sent)}
    judged = judged_months(rows, usual)
    assert [judged.get(key) for key in rows] == [None, None, None, False, True, True]


def test_a_month_in_which_nothing_came_falls_short_to_the_last_month_of_anybody() -> None:
    usual = Continuity(at_least=Fraction(1, 2), of_months=12, from_months=2, from_rows=20)
    rows = {("ZA", date(2019, month, 1)): 100 for month in (1, 2, 3, 5)}
    rows |= {("ZB", date(2019, month, 1)): 100 for month in (1, 2, 3)}
    rows |= {("small", date(2019, month, 1)): 5 for month in (1, 2)}
    judged = judged_months(rows, usual)
    assert judged == {
        ("ZA", date(2019, 3, 1)): True,
        ("ZA", date(2019, 4, 1)): False,
        ("ZA", date(2019, 5, 1)): True,
        ("ZB", date(2019, 3, 1)): True,
        ("ZB", date(2019, 4, 1)): False,
        ("ZB", date(2019, 5, 1)): False,
    }


def test_continuity_counts_months_of_providers_across_the_turn_of_a_year() -> None:
    asks = (
        "table: activity, kind: continuity,"
        " continuity: {at_least: 50%, from_months: 2, from_rows: 20}"
    )
    sent = {"2018-11": 30, "2018-12": 30, "2019-01": 10, "2019-02": 30}
    found = score(asks, [cell("ZA", month, n, n) for month, n in sent.items()])
    assert found is not None
    assert (found.passed, found.asked, found.worst[0].first) == (1, 2, date(2019, 1, 1))
    assert [(s.rows, s.enough) for s in found.sent] == [
        (30, None),
        (30, None),
        (10, False),
        (30, True),
    ]


def test_the_score_of_a_feed_weighs_its_rules() -> None:
    heavy = rule(FILLED + ", weight: 3")
    light = rule("table: activity, kind: validity, column: pod, matches: x")
    cells = [Cell("b1", "ZA", date(2019, 4, 1), ((50, 100), (10, 10)))]
    found = scores(cells, [heavy, light], {"b1": "feed"})
    assert overall(found) == Fraction(3 * 50 + 100, 4)
    assert overall(found, Dimension.VALIDITY) == 100
    assert overall(found, Dimension.CONTINUITY) is None
