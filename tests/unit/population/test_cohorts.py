"""Who is in a cohort on a day, and because of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import ibis
import pytest
from ibis import ir

from tests.tables import running, table
from wholeplace.app.population.cohort_documents import read_cohorts
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population.cohorts import (
    Cohort,
    ListedCode,
    Sources,
    code_marks,
    cohort_facts,
    cohort_members,
    criteria_met,
)
from wholeplace.population.cohorts.counted import months_before
from wholeplace.report.cohorts.words import values
from wholeplace.store.workspace import Workspace

DAY = date(2020, 1, 1)
LISTS: Mapping[str, Sequence[ListedCode]] = {
    "some.csv": [
        ListedCode("injury", "S", position="primary"),
        ListedCode("fall", "W0", position="secondary"),
        ListedCode("cause", "V"),
        ListedCode("operation", "K4", system="OPCS4"),
        ListedCode("palliative", "Z515"),
        ListedCode("told", "1234", system="SNOMED"),
    ]
}
PEOPLE = "ann 80 1940-01-01\nbob 60 1960-01-01\ncat 30 1990-01-01\ndan 64 1955-06-01"
NO_ACTS = "activity_id person_id setting admission_method start_ts end_ts"


def dated(value: object) -> str:
    return f"[{{from: 1890-01-01, value: {value}, source: 'assumed: for tests'}}]"


def cohort(who: str) -> Cohort:
    text = f"cohort: them\nname: Them\nversion: '1'\nabout: them\nsource: assumed\nwho: {who}\n"
    return read_document(text, "them.yaml", Cohort).value


def sources(
    asked: Cohort,
    *,
    activity: str = NO_ACTS,
    coded: str = "activity_id position code_system code",
    diagnoses: str = "person_id position code_system code known_on lasts_until",
    scores: str = "person_id hfrs_points hfrs_band",
    residence: str = "person_id start_date end_date care_home_id accommodation_status",
    measurements: str = "person_id measured_at position code_system code value_num",
    items: str = "person_id processed_month code",
) -> Sources:
    days = {"known_on": "date", "lasts_until": "date"}
    drawn = [
        table(text) if "known_on" not in text else table(text, **days)
        for text in (coded, diagnoses)
    ]
    codes = [
        (system, code)
        for text in (coded, diagnoses)
        for system, code in (
            (line.split()[2], line.split()[3]) for line in text.strip().splitlines()[1:]
        )
    ]
    register = "person_id age birth_month\n" + PEOPLE
    return Sources(
        register=table(register, age="int64"),
        activity=table(activity),
        coded_activity=drawn[0],
        diagnoses=drawn[1],
        marks=ibis.memtable(code_marks(codes, [asked], LISTS)),
        scores=table(scores, hfrs_points="decimal(12, 1)"),
        residence=table(residence),
        measurements=table(measurements),
        items=table(items),
    )


def because(who: str, **given: str) -> dict[str, str]:
    """Return who is in a cohort, each with the words that say why."""
    asked = cohort(who)
    return _because(cohort_members(sources(asked, **given), [asked], DAY))


def _because(members: ir.Table) -> dict[str, str]:
    with running() as opened:
        rows = opened.rows(members)
    assert len({row["person_id"] for row in rows}) == len(rows)
    return {str(row["person_id"]): str(row["because"] or "") for row in rows}


VISITS = """
    activity_id  person_id  setting  admission_method  start_ts             end_ts
    a1           ann        ED       -                        2019-01-01T10:00:00  -
    a2           ann        ED       -                        2019-12-31T23:59:00  -
    a3           ann        ED       -                        2020-01-01T00:00:00  -
    a4           ann        ED       -                        2018-12-31T10:00:00  -
    b1           bob        ED       -                        2019-06-01T10:00:00  -
    b2           bob        GP       -                        2019-06-02T10:00:00  -
    c1           cat        ED       -                        2019-02-01T10:00:00  -
    c2           cat        ED       -                        2019-03-01T10:00:00  -
    x1           gone       ED       -                        2019-03-01T10:00:00  -
    x2           gone       ED       -                        2019-03-01T10:00:00  -
"""


def visits(more: str) -> str:
    return f"{{activity: {{said: [visit, visits], when: {{setting: [ED]}}, {more}}}}}"


def test_activity_counts_from_the_first_day_of_the_window_to_the_day_before() -> None:
    who = visits(f"months: {dated(12)}, at_least: {dated(2)}")
    assert because(who, activity=VISITS) == {
        "ann": "2 visits in 12 months",
        "cat": "2 visits in 12 months",
    }
    who = visits(f"days: {dated(1)}, at_least: {dated(1)}")
    assert because(who, activity=VISITS) == {"ann": "1 visit in 1 day"}


@pytest.mark.parametrize(
    ("places", "ties", "found"),
    [
        (1, "in", {"ann", "cat"}),
        (1, "out", set()),
        (1, "latest", {"ann"}),
        (2, "out", {"ann", "cat"}),
        (3, "in", {"ann", "bob", "cat"}),
        (9, "out", {"ann", "bob", "cat"}),  # who has none is never among those with most
    ],
)
def test_of_those_with_most_ties_at_the_border_go_by_the_rule(
    places: int, ties: str, found: set[str]
) -> None:
    who = visits(f"months: {dated(12)}, top: {dated(places)}, ties: {ties}")
    assert because(who, activity=VISITS).keys() == found


def test_how_many_are_tied_is_told() -> None:
    asked = cohort(visits(f"months: {dated(12)}, top: {dated(1)}, ties: in"))
    facts = cohort_facts(sources(asked, activity=VISITS), [asked], DAY)
    with running() as opened:
        assert opened.rows(criteria_met(facts, [asked], DAY)) == [{"met0": 2, "tied0": 2}]


def test_a_rise_is_against_the_time_of_the_same_length_before() -> None:
    who = visits(f"months: {dated(12)}, at_least: {dated(2)}, times: {dated(2)}")
    assert because(who, activity=VISITS) == {
        "ann": "2 visits in 12 months, 1 in the time before",
        "cat": "2 visits in 12 months, 0 in the time before",
    }
    who = visits(f"months: {dated(12)}, at_least: {dated(2)}, times: {dated('2.5')}")
    assert because(who, activity=VISITS).keys() == {"cat"}


STAYS = """
    activity_id  person_id  setting  admission_method  start_ts             end_ts
    left         ann        APC      21                        2019-12-01T10:00:00  2019-12-20T10:00:00
    in_bed       bob        APC      21                        2019-12-01T10:00:00  2019-12-20T10:00:00
    again        bob        APC      21                        2019-12-28T10:00:00  2020-01-05T10:00:00
    today        cat        APC      21                        2019-12-01T10:00:00  2020-01-01T08:00:00
    long_ago     dan        APC      21                        2019-11-01T10:00:00  2019-11-30T10:00:00
"""  # noqa: E501
LEFT = f"""
  all:
    - activity: {{said: [stay, stays], when: {{setting: [APC]}}, by: ended, days: {dated(30)}, at_least: {dated(1)}}}
    - none:
        - activity: {{said: [stay, stays], when: {{setting: [APC]}}, by: open, months: {dated(12)}, at_least: {dated(1)}}}
"""  # noqa: E501


def test_who_left_and_is_not_in_again_was_discharged_and_what_ends_later_is_not_known() -> None:
    assert because(LEFT, activity=STAYS) == {"ann": "1 stay in 30 days, last on 2019-12-20"}


CODED = """
    activity_id  position  code_system  code
    left         1         ICD10        S72.0
    left         2         ICD10        w01x
    in_bed       1         ICD10        S720
    in_bed       2         ICD10        W010
    in_bed       3         ICD10        V010
    today        1         ICD10        S720
    today        2         ICD10        W010
    long_ago     1         ICD10        W010
    long_ago     2         ICD10        S720
"""


def coded(codes: str, more: str = "") -> str:
    window = f"months: {dated(12)}, at_least: {dated(1)}"
    return f"{{activity: {{said: [fall, falls], codes: [{codes}], {window}{more}}}}}"


def test_codes_of_a_stay_count_in_their_position_and_when_it_is_over() -> None:
    both = "{list: some.csv, all: [injury, fall]}"
    found = because(coded(both), activity=STAYS, coded=CODED)
    assert found == {"ann": "1 fall in 12 months", "bob": "1 fall in 12 months"}
    but = "{list: some.csv, all: [injury, fall], none: [cause]}"
    assert because(coded(but), activity=STAYS, coded=CODED).keys() == {"ann"}


def test_one_of_several_ways_will_do_and_a_procedure_is_a_code() -> None:
    ways = "{list: some.csv, all: [injury, fall], none: [cause]}, {list: some.csv, any: [cause]}"
    assert because(coded(ways), activity=STAYS, coded=CODED).keys() == {"ann", "bob"}
    operated = CODED + "    left 4 OPCS4 K40.1\n"
    but = "{list: some.csv, any: [injury], none: [operation]}"
    assert because(coded(but), activity=STAYS, coded=CODED).keys() == {"ann", "bob"}
    assert because(coded(but), activity=STAYS, coded=operated).keys() == {"bob"}


def test_an_age_is_that_on_which_the_stay_began() -> None:
    aged = f", aged: {dated(65)}"
    ways = "{list: some.csv, all: [injury, fall]}"
    assert because(coded(ways, aged), activity=STAYS, coded=CODED).keys() == {"ann"}


def test_what_is_known_at_the_end_of_a_stay_does_not_count_while_it_lasts() -> None:
    when = f"months: {dated(12)}, at_least: {dated(1)}"
    who = f"{{activity: {{said: [stay, stays], when: {{discharge_method: ['1']}}, {when}}}}}"
    stays = "\n".join(
        line + ("  discharge_method" if i == 0 else "  1")
        for i, line in enumerate(STAYS.strip().splitlines())
    )
    assert because(who, activity=stays).keys() == {"ann", "bob", "dan"}


KNOWN = """
    person_id  position  code_system  code  known_on    lasts_until
    ann        1         ICD10        Z515  2019-12-31  2019-12-31
    bob        1         ICD10        Z515  2020-01-01  2020-01-01
    cat        1         ICD10        Z515  2017-01-01  2017-01-01
    dan        1         ICD10        Z515  2017-01-01  2999-01-01
    dan        1         SNOMED       1234  2018-01-01  2018-01-01
    ann        1         SNOMED       12345  2018-01-01  2018-01-01
"""


def test_a_diagnosis_counts_once_it_is_known_and_a_problem_until_it_ends() -> None:
    asked = "said: palliative care, codes: [{list: some.csv, any: [palliative]}]"
    who = f"{{diagnosed: {{{asked}, months: {dated(24)}}}}}"
    assert because(who, diagnoses=KNOWN) == {
        "ann": "palliative care, coded 2019-12-31",
        "dan": "palliative care, coded 2017-01-01",
    }
    assert because(f"{{diagnosed: {{{asked}}}}}", diagnoses=KNOWN).keys() == {"ann", "cat", "dan"}


def test_other_codes_than_those_of_a_hierarchy_must_be_the_same() -> None:
    asked = "said: told, codes: [{list: some.csv, any: [told]}]"
    assert because(f"{{diagnosed: {{{asked}}}}}", diagnoses=KNOWN).keys() == {"dan"}


SCORES = """
    person_id  hfrs_points  hfrs_band
    ann        5.0          intermediate
    bob        15.1         high
    cat        4.9          low
"""


def test_scores_bands_and_ages_combine() -> None:
    old = f"{{age: {{at_least: {dated(75)}}}}}"
    points = f"{{score: {{score: hfrs, at_least: {dated(5)}}}}}"
    high = f"{{score: {{score: hfrs, bands: {dated('[high]')}}}}}"
    assert because(f"{{any: [{{all: [{old}, {points}]}}, {high}]}}", scores=SCORES) == {
        "ann": "aged 80; hfrs 5.0",
        "bob": "hfrs 15.1, high",
    }
    young = f"{{age: {{at_least: {dated(60)}, below: {dated(80)}}}}}"
    assert because(young).keys() == {"bob", "dan"}


def test_a_care_home_counts_while_the_person_lives_there_by_home_or_status() -> None:
    homes = """
        person_id  start_date  end_date    care_home_id  accommodation_status
        ann        2018-01-01  -           H1            -
        bob        2018-01-01  2019-12-31  H1            -
        cat        2020-01-01  -           H1            -
        dan        2018-01-01  2020-01-01  -             CH03
    """
    methods = "methods: {code: {source: assumed}}"
    who = f"{{care_home: {{known_by: {dated('code')}, statuses: {dated('[CH03]')}, {methods}}}}}"
    assert because(who, residence=homes) == {
        "ann": "in a care home from 2018-01-01, by code",
        "dan": "in a care home from 2018-01-01, by code",
    }


def test_a_record_is_enough_where_no_limit_is_said() -> None:
    measurements = """
        person_id  measured_at          position  code_system  code   value_num
        ann        2019-03-01T09:00:00  1         OURS         plan   -
        ann        2019-05-01T09:00:00  1         OURS         plan   -
        bob        2018-12-31T09:00:00  1         OURS         plan   -
        cat        2020-01-01T09:00:00  1         OURS         plan   -
    """
    asked = f"said: an agreed plan, code_system: OURS, codes: [plan], months: {dated(12)}"
    assert because(f"{{measured: {{{asked}}}}}", measurements=measurements) == {
        "ann": "an agreed plan on 2019-05-01"
    }


def test_medicines_are_different_products_of_whole_months() -> None:
    items = """
        person_id  processed_month  code
        ann        2019-12-01       0212A
        ann        2019-11-01       0212A
        ann        2019-11-01       0403B
        ann        2019-12-01       0501C
        bob        2019-12-01       0212A
        bob        2020-01-01       0403B
        cat        2019-09-01       0212A
        cat        2019-10-01       0403B
    """
    asked = f"months: {dated(3)}, at_least: {dated(2)}"
    assert because(f"{{medicines: {{{asked}}}}}", items=items) == {
        "ann": "3 different medicines in 3 months"
    }
    left_out = f"{asked}, leaving_out: {dated(['05', '04'])}"
    assert because(f"{{medicines: {{{left_out}}}}}", items=items) == {}


def test_the_last_value_measured_counts() -> None:
    values = """
        person_id  measured_at          position  code_system  code  value_num
        ann        2019-05-01T09:00:00  1         SNOMED       77    8
        ann        2019-06-01T09:00:00  1         SNOMED       77    3
        bob        2019-05-01T09:00:00  1         SNOMED       77    3
        bob        2019-06-01T09:00:00  1         SNOMED       77    8
        cat        2020-01-01T09:00:00  1         SNOMED       77    9
        dan        2019-06-01T09:00:00  1         SNOMED       78    9
    """
    asked = f"said: scale, code_system: SNOMED, codes: ['77'], months: {dated(12)}"
    who = f"{{measured: {{{asked}, at_least: {dated('7.5')}}}}}"
    assert because(who, measurements=values) == {"bob": "scale 8.0 on 2019-06-01"}


def test_several_cohorts_are_found_together_as_each_alone() -> None:
    asked = [
        cohort(visits(f"months: {dated(12)}, at_least: {dated(2)}")),
        cohort(f"{{age: {{at_least: {dated(75)}}}}}").model_copy(update={"cohort": "old"}),
    ]
    members = cohort_members(sources(asked[0], activity=VISITS), asked, DAY)
    with running() as opened:
        rows = opened.rows(members.order_by("person_id", "cohort"))
    assert [(row["person_id"], row["cohort"]) for row in rows] == [
        ("ann", "old"),
        ("ann", "them"),
        ("cat", "them"),
    ]


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2020-03-31", 1, "2020-02-29"),
        ("2019-03-31", 1, "2019-02-28"),
        ("2020-02-29", 12, "2019-02-28"),
        ("2020-01-15", 1, "2019-12-15"),
        ("2020-01-01", 12, "2019-01-01"),
    ],
)
def test_months_end_where_the_month_does(day: str, months: int, before: str) -> None:
    assert months_before(date.fromisoformat(day), months) == date.fromisoformat(before)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("{}", "a criterion is one thing"),
        ("{any: []}", "the list is empty"),
        ("{none: [{age: {below: " + dated(9) + "}}]}", "'none' alone takes nearly everybody"),
        ("{age: {}}", "any age would do"),
        ("{diagnosed: {said: x, codes: []}}", "no code is asked for"),
        ("{diagnosed: {said: x, codes: [{list: a.csv, any: []}]}}", "the list is empty"),
        (visits(f"at_least: {dated(1)}"), "how far back is it looked?"),
        (visits(f"days: {dated(1)}, months: {dated(1)}, at_least: {dated(1)}"), "how far back"),
        (visits(f"days: {dated(1)}"), "how many are enough?"),
        (visits(f"days: {dated(1)}, at_least: {dated(0)}"), "greater than or equal to 1"),
        (visits(f"days: {dated(1)}, top: {dated(1)}"), "go together"),
        (visits(f"days: {dated(1)}, at_least: {dated(1)}, times: {dated(1)}"), "this is no rise"),
        (visits(f"days: {dated(1)}, at_least: []"), "no value is given"),
        ("{score: {score: hfrs}}", "which points, or which bands?"),
        ("{care_home: {known_by: " + dated("uprn") + ", methods: {}}}", "is none of methods"),
    ],
)
def test_a_document_that_says_nothing_sound_is_refused(who: str, said: str) -> None:
    with pytest.raises(Refused, match=r"them\.yaml:") as refused:
        cohort(who)
    assert said in str(refused.value)


def test_the_values_of_every_shipped_cohort_can_be_told_with_their_sources(tmp_path: Path) -> None:
    read = read_cohorts(Workspace(tmp_path), day=DAY)
    assert len(read.cohorts) >= 14
    for one in read.cohorts:
        told = list(values(one, DAY))
        assert told, one.cohort
        assert all(source for *_, source in told)
