"""A tiny place worked by hand: two practices, four people, a year, and what happened to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ibis import ir

from tests.tables import running, table
from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Measure
from wholeplace.outcomes.panel import (
    Counted,
    Panel,
    Plan,
    Sources,
    count_measures,
    panel_of,
    people_of,
    plan_of,
)
from wholeplace.population.cohorts import ListedCode

YEAR = FinancialYear(2019)
UNTIL = date(2020, 3, 31)
AGES = (0, 18, 65, 90)
# ann turns 65 on 1 October 2019; dee came in July.
LIVED = """
person_id  starts      ends        birth_month  practice_code  neighbourhood  segment  decile  ethnicity  sex
ann        2019-04-01  2020-04-01  1954-10-01   P1             north          well     1       A          2
bob        2019-04-01  2020-04-01  1940-01-01   P1             north          frail    1       none       1
cat        2019-04-01  2020-04-01  1990-01-01   P2             south          well     10      N          2
dee        2019-07-01  2020-04-01  1930-01-01   P2             south          frail    10      A          X
"""  # noqa: E501 - a table
SPELLS = """
person_id  starts      ends
ann        2010-04-01  2030-04-01
bob        2010-04-01  2020-02-10
cat        2010-04-01  2030-04-01
dee        2019-07-01  2030-04-01
"""
ACTS = """
activity_id  person_id  setting  start_ts             end_ts               is_emergency  bed_days  attendance_status  attended
"""  # noqa: E501 - a table
HEAD = {
    "deaths": "person_id  death_date  death_place  death_cause",
    "packages": "package_id  person_id  service_type  start_date  end_date",
    "referrals": "referral_id  person_id  received_at  accepted_at  closed_at",
    "measurements": "person_id  code_system  code  measured_at  value_num",
    "coded": "activity_id  code_system  code  position",
}
LISTS = {
    "falls.csv": (
        ListedCode("injury", "S", position="primary"),
        ListedCode("fall", "W0", position="secondary"),
    ),
    "causes.csv": (ListedCode("external", "V"),),
}


def measure(text: str) -> Measure:
    """Return a measure of which only what is counted is written."""
    rest = "title: t\nwhy: w\nbetter: lower\nowner: o\nnext_review: r\nsource: s\n"
    per = "" if "\nper:" in text else "per: 1000\n"
    return read_document(f"{text.strip()}\n{per}{rest}", "measure", Measure).value


def lived(drawing: str = LIVED) -> ir.Table:
    """Return people as they lived in a year."""
    rows = table(drawing, starts="date", ends="date", sex="string")
    return rows.mutate(year=rows.starts.year().cast("int32"))


def place(**tables: str) -> Sources:
    """Return the records of the place: those drawn, and empty tables of all others."""
    drawn = {**HEAD, **tables}
    acts = table(drawn.get("activity", ACTS), bed_days="int64")
    yes = {name: acts[name] == "true" for name in ("is_emergency", "attended")}
    return Sources(
        activity=acts.mutate(**yes),
        spells=table(SPELLS, starts="date", ends="date"),
        deaths=table(drawn["deaths"]),
        care_packages=table(drawn["packages"]),
        referrals=table(drawn["referrals"]),
        measurements=table(drawn["measurements"]),
        coded=table(drawn["coded"]),
    )


def count(
    measures: Sequence[Measure],
    sources: Sources,
    people: ir.Table | None = None,
    lists: Mapping[str, Sequence[ListedCode]] = LISTS,
) -> tuple[Plan, Counted]:
    """Count measures of the place in its year."""
    plan = plan_of(measures)
    with running() as engine:
        there = people_of(engine, lived() if people is None else people, AGES)
        return plan, count_measures(engine, plan, sources, lists, there, [YEAR])


def panel(measures: Sequence[Measure], sources: Sources, until: date = UNTIL) -> Panel:
    """Return the panel of measures of the place."""
    plan, counted = count(measures, sources)
    return panel_of(plan, counted, [YEAR], AGES, until)
