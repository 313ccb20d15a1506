"""What counts come to: verdicts, since when, who, and whether every month was sent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tests.unit.record.quality_rules import cell, counted, rule, score
from wholeplace.record.quality import Dimension, Verdict, judged_months, overall, scores
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


def test_a_share_warns_below_one_limit_and_refuses_below_another() -> None:
    limits = {(90, 100): "pass", (89, 100): "warn", (50, 100): "warn", (49, 100): "refuse"}
    for (passed, asked), verdict in limits.items():
        found = score(FILLED, [cell("ZA", "2019-04", passed, asked)])
        assert found is not None
        assert found.verdict is Verdict(verdict)


def test_a_rule_that_asks_nothing_of_a_feed_has_no_score() -> None:
    assert score(FILLED, [cell("ZA", "2019-04", 0, 0)]) is None


def test_a_feed_that_is_never_meant_to_have_it_is_not_asked() -> None:
    short = [cell("ZA", "2019-04", 10, 100)]
    assert score(FILLED + ", not_of_feeds: [feed]", short) is None
    assert score(FILLED + ", not_of_feeds: [other]", short) is not None


def test_batches_of_one_feed_are_judged_together_and_since_is_the_run_of_short_months() -> None:
    # April falls short, May does not, June and July do again.
    months = {"2019-04": 10, "2019-05": 100, "2019-06": 80, "2019-07": 70}
    cells = [cell("ZA", month, passed, 100) for month, passed in months.items()]
    found = score(FILLED, [*cells, cell("ZB", "2019-07", 5, 5, "b2")])
    assert found is not None
    assert (found.passed, found.asked, found.failed) == (265, 405, 140)
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
    from wholeplace.record.quality import Cell

    cells = [Cell("b1", "ZA", date(2019, 4, 1), ((50, 100), (10, 10)))]
    found = scores(cells, [heavy, light], {"b1": "feed"})
    assert overall(found) == Fraction(3 * 50 + 100, 4)
    assert overall(found, Dimension.VALIDITY) == 100
    assert overall(found, Dimension.CONTINUITY) is None
