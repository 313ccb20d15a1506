"""All measures in one pass over a tiny place, each kind of measure worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest

from tests.unit.outcomes.panel_place import AGES, LIVED, YEAR, count, lived, measure, panel, place
from wholeplace.kernel import FinancialYear, Month, Refused
from wholeplace.outcomes.panel import Panel, Why, panel_of, slope_of, year_rates
from wholeplace.outcomes.statistics import directly_standardised

APRIL, MAY, OCTOBER, MARCH = Month(2019, 4), Month(2019, 5), Month(2019, 10), Month(2020, 3)
STANDARD = {0: 10.0, 18: 30.0, 65: 20.0}

# Every month has an attendance of cat, so that none was not sent.
EACH_MONTH = "\n".join(
    f"m{n:02d}  cat  ED  {2019 + (n + 3) // 12}-{(n + 3) % 12 + 1:02d}-02T10:00"
    f"  {2019 + (n + 3) // 12}-{(n + 3) % 12 + 1:02d}-02T11:00  -  -  -  -"
    for n in range(12)
)
STAYS = """
s1  ann  APC  2019-04-10T00:00  2019-04-15T00:00  true   5   -  -
s2  ann  APC  2019-05-14T00:00  2019-05-16T00:00  true   2   -  -
s3  bob  APC  2019-05-20T00:00  2019-06-20T00:00  false  31  -  -
s4  bob  APC  2019-06-20T00:00  2019-06-20T00:00  true   0   -  -
s5  dee  APC  2019-05-01T00:00  2019-05-03T00:00  true   2   -  -
s6  dee  APC  2019-10-01T00:00  2019-10-04T00:00  true   3   -  -
"""
HEAD = (
    "activity_id  person_id  setting  start_ts  end_ts  is_emergency  bed_days"
    "  attendance_status  attended\n"
)
ACTS = HEAD + EACH_MONTH + STAYS
ED = measure("measure: ed\ncounts: {setting: [ED]}")
STAY = measure("measure: stays\ncounts: {setting: [APC], is_emergency: true}")


def _values(found: Panel, name: str, breakdown: str = "place", level: str = "all") -> list[str]:
    points = found.series(name, breakdown, level)
    return [f"{p.period} {p.numerator}/{p.denominator}" for p in points if p.numerator]


def test_a_rate_is_of_events_while_people_were_there_over_their_time() -> None:
    found = panel([ED, STAY], place(activity=ACTS))
    # s5 was before dee came; s1 in April, s2 in May, s4 in June, s6 in October.
    stays = found.year("stays", YEAR)
    assert stays.numerator == 4
    # 366 days of three people, and of dee from July: 275.
    assert stays.denominator == Fraction(3 * 366 + 275, 366)
    april = found.series("stays")[0]
    assert (april.period, april.numerator) == (APRIL, 1)
    assert april.denominator == Fraction(3 * 30, 366)
    assert april.value == Fraction(1000 * 366, 90)


def test_every_breakdown_adds_up_to_the_place() -> None:
    found = panel([ED, STAY], place(activity=ACTS))
    assert found.levels("practice") == ("P1", "P2")
    assert found.levels("deprivation") == ("1", "10")
    assert found.levels("age") == ("18", "65", "90")
    whole = found.tallies["place"]
    for tally in found.tallies.values():
        assert (tally.by_month.sum(axis=2) == whole.by_month.sum(axis=2)).all()
        assert (tally.by_stratum.sum(axis=2) == whole.by_stratum.sum(axis=2)).all()


def test_people_come_to_another_band_of_age_on_their_birthday() -> None:
    old = measure("measure: old\ncounts: {setting: [APC]}\nages: {from: 65}")
    found = panel([old, ED], place(activity=ACTS))
    # ann is 65 from October; bob and, from July, dee are older.
    days = [point.denominator * 366 for point in found.series("old")]
    assert days == [30, 31, 30, 62, 62, 60, 93, 90, 93, 93, 87, 93]
    assert _values(found, "old", "age", "90") == []
    assert sum(point.numerator for point in found.series("old")) == 3


def test_a_proportion_is_of_rows_and_counts_those_that_also_fit() -> None:
    long = measure(
        "measure: long\nkind: proportion\nby: ended\nof: {when: {setting: [APC]}}\n"
        "counts: {bed_days: {at_least: 5}}\nper: 100"
    )
    found = panel([long, ED], place(activity=ACTS))
    # By the month in which they ended: s3 in June, beside s4.
    assert [f"{p.period} {p.numerator}/{p.denominator}" for p in found.series("long")][:3] == [
        "2019-04 1/1",
        "2019-05 0/1",
        "2019-06 1/2",
    ]
    assert found.series("long")[2].value == 50


def test_days_in_bed_are_added_up_and_a_mean_is_of_stays_that_have_them() -> None:
    days = measure("measure: days\nby: ended\ncounts: {setting: [APC]}\nvalue: bed_days")
    mean = measure(
        "measure: mean\nkind: mean\nby: ended\ncounts: {setting: [APC]}\nvalue: bed_days\nper: 1"
    )
    found = panel([days, mean], place(activity=ACTS.replace("true   3", "true   -")))
    assert found.year("days", YEAR).numerator == 5 + 2 + 31 + 0
    year = found.year("mean", YEAR)
    assert (year.numerator, int(year.denominator)) == (38, 4)
    rates = year_rates(found, "mean", "place", YEAR, STANDARD)
    # Months without a stay: the year is missing. The mean itself is that of five stays.
    assert rates.crude.why[0] != ""


def test_people_count_once_in_a_month_and_once_in_a_year() -> None:
    people = measure("measure: people\neach: person\ncounts: {setting: [APC], is_emergency: true}")
    twice = STAYS + "s7  ann  APC  2019-05-28T00:00  2019-05-29T00:00  true  1  -  -\n"
    found = panel([people, STAY], place(activity=HEAD + EACH_MONTH + twice))
    assert found.series("people")[1].numerator == 1
    assert found.series("stays")[1].numerator == 2
    assert found.year("people", YEAR).numerator == 3
    assert found.year("stays", YEAR).numerator == 5


READMISSION = """
measure: readmitted
kind: proportion
by: ended
of: {when: {setting: [APC]}}
linked:
  - way: followed by
    when: {setting: [APC], is_emergency: true}
    days: {at_least: 0, below: 30}
    nearest: true
    source: s
per: 100
"""


def test_a_readmission_is_0_to_29_days_after_the_last_discharge() -> None:
    found = panel([measure(READMISSION), ED], place(activity=ACTS))
    # ann: discharged 15 April, admitted 14 May: 29 days. bob: on the day of discharge.
    assert _values(found, "readmitted") == ["2019-04 1/1", "2019-06 1/2"]
    later = ACTS.replace("2019-05-14T00:00", "2019-05-15T00:00")
    assert _values(panel([measure(READMISSION), ED], place(activity=later)), "readmitted") == [
        "2019-06 1/2"
    ]


def test_a_readmission_counts_for_the_nearest_discharge_only() -> None:
    between = STAYS + "s7  ann  APC  2019-04-20T00:00  2019-04-21T00:00  false  1  -  -\n"
    acts = place(activity=HEAD + EACH_MONTH + between)
    assert _values(panel([measure(READMISSION), ED], acts), "readmitted")[0] == "2019-04 1/2"
    without = READMISSION.replace("    nearest: true\n", "")
    assert _values(panel([measure(without), ED], acts), "readmitted")[0] == "2019-04 2/2"


def test_what_follows_must_be_known_and_what_went_before_too() -> None:
    found = panel([measure(READMISSION), ED], place(activity=ACTS))
    assert [p.why for p in found.series("readmitted")][-1] == Why.NOT_SENT
    every = HEAD + EACH_MONTH.replace("ED", "APC")
    found = panel([measure(READMISSION)], place(activity=every))
    whys = [p.why for p in found.series("readmitted")]
    # The last discharge of February is on the 29th: 29 days after it is 29 March.
    assert whys[-2:] == ["", Why.NOT_YET_AFTER]
    again = measure(
        "measure: again\nkind: proportion\nof: {when: {setting: [ED]}}\nper: 100\nlinked:\n"
        "  - {way: preceded by, when: {setting: [ED]}, days: {at_least: 0, below: 32}, source: s}"
    )
    found = panel([again], place(activity=ACTS))
    points = found.series("again")
    assert [p.why for p in points][:3] == [Why.NOT_YET_BEFORE, Why.NOT_YET_BEFORE, ""]
    assert points[2].value == 100


def test_codes_are_of_a_list_and_a_position() -> None:
    falls = measure(
        "measure: falls\ncounts: {setting: [APC], is_emergency: true}\n"
        "codes: [{list: falls.csv, all: [injury, fall]}]"
    )
    coded = """
    activity_id  code_system  code  position
    s1           ICD10        S72.0  1
    s1           ICD10        W01    2
    s2           ICD10        W01    1
    s2           ICD10        S720   2
    s4           ICD10        S720   1
    """
    found = panel([falls, ED], place(activity=ACTS, coded=coded))
    assert _values(found, "falls", "practice", "P1") == [f"{APRIL} 1/{Fraction(60, 366)}"]


def test_a_measure_that_needs_codes_is_missing_where_too_few_are_coded() -> None:
    needs = measure(
        "measure: n\ncounts: {setting: [APC]}\nneeds:\n"
        "  - {column: coded, where: {setting: [APC]}, in_at_least: 50%, source: s}"
    )
    coded = "activity_id  code_system  code  position\ns1  SNOMED  1  1"
    found = panel([needs], place(activity=ACTS, coded=coded))
    assert [p.why for p in found.series("n")][:2] == ["", f"{Why.NOT_FILLED}: coded"]
    # In the year: how many stays had no code, of how many.
    (lacking,) = found.lacking["n"]
    assert (lacking.column, lacking.without, lacking.rows) == ("coded", (4,), (5,))


def test_a_move_to_a_care_home_is_counted_once() -> None:
    home = measure(
        "measure: home\nevents: care_package\ncounts: {service_type: [home]}\nlinked:\n"
        "  - {way: not preceded by, events: care_package, when: {service_type: [home]},"
        " days: {below: 92}, source: s}"
    )
    packages = """
    package_id  person_id  service_type  start_date  end_date
    a           bob        home          2019-04-10  2019-08-01
    b           bob        home          2019-08-01  -
    c           bob        home          2019-12-01  -
    d           ann        home          2019-09-01  2019-09-02
    e           ann        home          2019-12-30  -
    f           cat        visits        2019-10-01  2020-01-01
    g           cat        home          2020-01-10  -
    """
    found = panel([home], place(packages=packages))
    # b goes on with a, and c begins while b is there; e comes 119 days after d.
    counted = [p for p in found.series("home") if p.numerator]
    assert [str(p.period) for p in counted] == ["2019-04", "2019-09", "2019-12", "2020-01"]


def test_deaths_are_of_people_of_the_population_and_of_known_causes() -> None:
    usual = measure(
        "measure: usual\nkind: proportion\nevents: death\nper: 100\n"
        'of: {when: {death_place: {none_of: [""]}},'
        " codes: [{list: causes.csv, none: [external]}]}\n"
        "counts: {death_place: [home]}"
    )
    # bob's registration ended on the day he died: he counts on the day before.
    deaths = """
    person_id  death_date  death_place  death_cause
    ann        2020-02-03  home         I21
    bob        2020-02-10  ward         C34
    cat        2020-02-11  home         V03
    dee        2020-02-12  -            I21
    """
    found = panel([usual], place(deaths=deaths))
    assert _values(found, "usual") == ["2020-02 1/2"]
    assert found.series("usual")[10].value == 50


def test_a_wait_is_of_referrals_that_were_answered() -> None:
    wait = measure("measure: wait\nkind: mean\nevents: referral\nvalue: days_waited\nper: 1")
    referrals = """
    referral_id  person_id  received_at       accepted_at       closed_at
    a            ann        2019-04-01T23:00  2019-04-02T01:00  -
    b            ann        2019-04-03T00:00  2019-04-10T00:00  -
    c            bob        2019-04-05T00:00  -                 -
    d            bob        2019-04-05T00:00  2019-04-01T00:00  -
    """
    found = panel([wait], place(referrals=referrals))
    assert found.series("wait")[0].value == 4


def test_a_gain_is_since_the_first_value_within_the_time() -> None:
    gain = measure(
        "measure: gain\nkind: proportion\nevents: measurement\neach: person\nper: 100\n"
        "of: {when: {code: [PAM], change: {at_least: -100}}}\ncounts: {change: {at_least: 3}}\n"
        "change: {within_days: 365, source: s}"
    )
    measurements = """
    person_id  code_system  code  measured_at       value_num
    ann        care         PAM   2019-01-01T00:00  50
    ann        care         PAM   2019-06-01T00:00  52
    ann        care         PAM   2019-09-01T00:00  53
    bob        care         PAM   2018-01-01T00:00  20
    bob        care         PAM   2019-06-01T00:00  60
    cat        care         PAM   2019-05-01T00:00  60
    cat        care         CFS   2019-06-01T00:00  90
    """
    found = panel([gain], place(measurements=measurements))
    assert _values(found, "gain") == ["2019-09 1/1"]
    assert found.series("gain")[2].denominator == 1
    assert found.series("gain")[2].value == 0


def test_a_month_in_which_nothing_of_the_kind_was_sent_is_missing_and_never_nought() -> None:
    op = measure("measure: op\ncounts: {setting: [OP]}")
    found = panel([op, ED], place(activity=ACTS))
    assert {p.why for p in found.series("op")} == {Why.NOT_SENT}
    assert {p.value for p in found.series("op")} == {None}
    assert found.year("op", YEAR).why == f"12 of 12 months: {Why.NOT_SENT}"
    # Of cat's practice, no attendance at P1 is a nought: the feed came.
    assert found.series("ed", "practice", "P1")[0].value == 0


def test_months_of_which_records_are_still_to_come_are_missing() -> None:
    late = measure("measure: late\ncounts: {setting: [ED]}\nlag_months: 1")
    found = panel([late], place(activity=ACTS), until=date(2020, 3, 31))
    assert [p.why for p in found.series("late")][-2:] == ["", Why.TOO_LATE]


def test_published_measures_wait_for_their_values() -> None:
    survey = measure("measure: survey\nkind: published")
    assert panel([survey, ED], place(activity=ACTS)).year("survey", YEAR).why == Why.PUBLISHED


def _attendances(**times: int) -> str:
    days = [date(2019, 4, 1) + timedelta(days=n * 9) for n in range(40)]
    rows = [
        f"{who}{n:02d}  {who}  ED  {days[n]}T10:00  -  -  -  -  -"
        for who, number in times.items()
        for n in range(number)
    ]
    return HEAD + "\n".join(rows)


def test_rates_of_a_year_are_standardised_over_bands_of_the_standard() -> None:
    found = panel([ED], place(activity=_attendances(ann=40, bob=30, cat=35)))
    rates = year_rates(found, "ed", "place", YEAR, STANDARD)
    # Men of 65 or more; women of 18 to 64 (ann until October), and of 65 or more. dee's sex is
    # not told: she is in the crude rate alone.
    events = np.array([30.0, 35 + 21, 19])
    years = np.array([366.0, 366 + 183, 183]) / 366
    weights = np.array([20.0, 30, 20])
    by_hand = directly_standardised(events, years, weights, 1000)
    assert rates.crude.value[0] == pytest.approx(105 / (3 + 275 / 366) * 1000)
    for name in ("value", "lower", "upper"):
        mine, theirs = (getattr(one, name) for one in (rates.standardised, by_hand))
        assert mine[0] == pytest.approx(float(theirs), rel=1e-12)
    by_age = year_rates(found, "ed", "age", YEAR, STANDARD)
    assert set(by_age.standardised.why) == {"groups of age are not standardised for age"}


def test_groups_are_standardised_over_the_same_strata() -> None:
    found = panel([ED], place(activity=_attendances(ann=40, bob=30, cat=35)))
    rates = year_rates(found, "ed", "practice", YEAR, STANDARD)
    assert rates.levels == ("P1", "P2")
    # P2 has nobody of 65 or more but dee, and no man: its women are in one stratum, its men none.
    assert rates.joined == 1
    assert list(rates.standardised.why) == ["", "nothing to divide by"]


def test_the_slope_goes_from_the_most_deprived_to_the_least() -> None:
    some = measure(
        "measure: some\nkind: proportion\nof: {when: {setting: [ED]}}\nper: 100\n"
        "counts: {attended: true}"
    )
    lines = LIVED.replace("P1             north          frail    1 ", "P1  north  frail  5 ")
    acts = "\n".join(
        f"{who}{n:02d}  {who}  ED  2019-{4 + n % 9:02d}-03T10:00  -  -  -  -  {n < of_40}"
        for who, of_40 in (("ann", 30), ("bob", 20), ("cat", 10))
        for n in range(40)
    ).replace("True", "true")
    rest = "\n".join(f"r{m}  ann  ED  2020-0{m}-03T10:00  -  -  -  -  false" for m in (1, 2, 3))
    plan, counted = count([some], place(activity=f"{HEAD}{acts}\n{rest}"), lived(lines))
    found = panel_of(plan, counted, [YEAR], AGES, date(2020, 3, 31))
    slope, why = slope_of(found, "some", YEAR, STANDARD, np.random.default_rng(1))
    assert not why
    assert slope is not None
    # From 30 of 43 to 10 of 40: a line through the middles of three groups of much the same size.
    assert -0.75 < float(slope.index) < -0.6
    assert float(slope.index_lower) < float(slope.index) < float(slope.index_upper) < 0
    few, why = slope_of(
        panel([ED], place(activity=ACTS)), "ed", YEAR, STANDARD, np.random.default_rng(1)
    )
    assert (few, why) == (None, "fewer than three groups have a value")


def test_names_that_there_are_not_are_refused_with_the_nearest() -> None:
    found = panel([ED], place(activity=ACTS))
    for ask in (
        lambda: found.series("edd"),
        lambda: found.series("ed", "practise"),
        lambda: found.series("ed", "practice", "P3"),
        lambda: found.year("ed", FinancialYear(2018)),
    ):
        with pytest.raises(Refused, match="there is no"):
            ask()


def test_ages_of_strata_are_those_given() -> None:
    found = panel([ED], place(activity=ACTS))
    assert found.ages == AGES
    assert found.months[0] == APRIL
    assert found.months[-1] == MARCH


def test_nothing_counts_from_the_day_on_which_people_left() -> None:
    for left, number in (("2019-05-14", 1), ("2019-05-15", 2)):
        people = LIVED.replace("2019-04-01  2020-04-01  1954", f"2019-04-01  {left}  1954")
        plan, counted = count([STAY], place(activity=ACTS), lived(people))
        found = panel_of(plan, counted, [YEAR], AGES, date(2020, 3, 31))
        whole = found.tallies["practice"].by_stratum[0, 0, found.levels("practice").index("P1")]
        assert whole.sum() == number + 1  # and that of bob


def test_people_who_count_once_count_where_they_were_last() -> None:
    people = measure("measure: people\neach: person\ncounts: {setting: [APC]}")
    moved = LIVED.replace("ann        2019-04-01  2020-04-01", "ann  2019-04-01  2019-05-15") + (
        "ann  2019-05-15  2020-04-01  1954-10-01  P2  south  well  10  A  2\n"
    )
    stays = STAYS + "s7  ann  APC  2019-05-28T00:00  2019-05-29T00:00  true  1  -  -\n"
    plan, counted = count([people], place(activity=HEAD + EACH_MONTH + stays), lived(moved))
    found = panel_of(plan, counted, [YEAR], AGES, date(2020, 3, 31))
    north, south = (found.series("people", "neighbourhood", name) for name in ("north", "south"))
    # In May ann at her new home, and bob.
    assert (north[1].numerator, south[1].numerator) == (1, 1)
    assert found.series("people")[1].numerator == 2


def test_what_follows_is_known_when_the_last_day_on_which_it_may_is() -> None:
    every = place(activity=HEAD + EACH_MONTH.replace("ED", "APC"))
    for until, why in ((date(2020, 3, 28), Why.NOT_YET_AFTER), (date(2020, 3, 29), "")):
        found = panel([measure(READMISSION)], every, until=until)
        assert found.series("readmitted")[10].why == why
