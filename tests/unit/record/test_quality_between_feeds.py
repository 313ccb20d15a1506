"""Rules and counts that need two feeds: deaths and the register, costs and what was paid for."""

from __future__ import annotations

from datetime import date

from tests.unit.record.quality_rules import counted, passed, rule

PEOPLE = """
    person_id   death_date
    ann         2019-05-20
    deaths:ann  2019-05-01
    bob         -
    deaths:bob  2019-06-01
    deaths:two  2019-01-01
    cat         -
"""
LINKS = """
    source  source_key  person_id
    deaths  deaths:ann  ann
    deaths  deaths:bob  bob
    deaths  deaths:two  ann
    deaths  deaths:two  cat
"""
DEATH = "{table: person, match: {person_id: person_id}, column: death_date"


def test_a_death_that_one_source_tells_of_counts_for_activity_under_another_key() -> None:
    rows = """
        activity_id  person_id   start_ts
        before       bob         2019-05-31T10:00:00
        after        bob         2019-06-02T10:00:00
        by_its_key   deaths:bob  2019-06-02T10:00:00
        later_death  ann         2019-05-10T10:00:00
        in_doubt     cat         2019-05-10T10:00:00
    """
    asks = "table: activity, kind: consistency, column: start_ts, not_after_theirs: " + DEATH
    drawn = {"activity": rows, "person": PEOPLE, "source_link": LINKS}
    assert passed(asks + "}", **drawn) == (4, 5)
    assert passed(asks + ", linked: true}", **drawn) == (3, 5)
    assert passed(asks + ", linked: true, earliest: true}", **drawn) == (2, 5)


def test_days_of_death_that_differ_are_told_of_the_source_with_the_later_one() -> None:
    asks = "table: person, kind: consistency, column: death_date, not_after_theirs: " + DEATH
    asks += ", linked: true, earliest: true, days: "
    assert passed(asks + "18}", person=PEOPLE, source_link=LINKS) == (3, 4)
    assert passed(asks + "19}", person=PEOPLE, source_link=LINKS) == (4, 4)


def test_the_living_are_not_asked_when_their_registration_ends() -> None:
    rows = """
        person_id  practice_code  start_date  end_date
        ann        open           2000-01-01  -
        ann        in_time        2000-01-01  2019-05-02
        ann        too_late       2000-01-01  2019-05-03
        cat        alive          2000-01-01  -
        dan        stranger       2000-01-01  2019-01-01
    """
    asks = "table: registration, kind: consistency, column: end_date, not_after_theirs: " + DEATH
    asks += ", linked: true, earliest: true, must_be_there: true, days: 1}"
    drawn = {"registration": rows, "person": PEOPLE, "source_link": LINKS}
    assert passed(asks, **drawn) == (1, 3)


def test_a_cost_has_the_month_and_the_provider_of_what_was_paid_for() -> None:
    costs = """
        batch_id  cost_id  activity_id  package_id  item_id  amount
        b1        visit    v1           -           -        10
        b1        whole    s1           -           -        10
        b1        care     -            p1          -        10
        b1        pills    -            -           i1       -10
        b1        lost     elsewhere    -           -        10
        b1        nothing  -            -           -        10
    """
    visits = """
        activity_id  parent_activity_id  start_ts             provider_code
        v1           -                   2019-04-30T23:00:00  ZA
        e1           s1                  2019-05-31T10:00:00  ZB
        e2           s1                  2019-06-02T10:00:00  ZB
    """
    package = "package_id start_date provider_code\np1 2019-07-15 ZC"
    item = "item_id processed_month practice_code\ni1 2019-08-01 ZP001"
    asks = rule("table: cost, kind: plausibility, column: amount, at_least: 0")
    drawn = {"cost": costs, "activity": visits, "care_package": package, "rx_item": item}
    found = [(c.provider, c.month, c.counts) for c in counted(asks, drawn)]
    assert found == [
        (None, None, ((2, 2),)),
        ("ZA", date(2019, 4, 1), ((1, 1),)),
        ("ZB", date(2019, 5, 1), ((1, 1),)),
        ("ZC", date(2019, 7, 1), ((1, 1),)),
        ("ZP001", date(2019, 8, 1), ((0, 1),)),
    ]


def test_a_cost_of_which_two_feeds_know_the_visit_is_counted_once() -> None:
    twice = """
        activity_id  parent_activity_id  start_ts             provider_code
        v1           v1                  2019-04-30T23:00:00  ZA
        v1           v1                  2019-05-30T23:00:00  ZA
    """
    asks = rule("table: cost, kind: plausibility, column: amount, at_least: 0")
    drawn = {"cost": "batch_id cost_id activity_id amount\nb1 c v1 1", "activity": twice}
    assert [c.counts for c in counted(asks, drawn)] == [((1, 1),)]
