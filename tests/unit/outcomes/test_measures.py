"""Emergency admissions per 1,000: what counts, and when there is no answer."""

from __future__ import annotations

from fractions import Fraction

from tests.tables import drawn, running, same, table
from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear
from wholeplace.outcomes import Filled, Measure, events, filled, rate_figure
from wholeplace.store.files import read_text
from wholeplace.store.shipped import shipped_file

MEASURE = read_document(
    read_text(shipped_file("measures", "emergency_admissions.yaml")), "measure", Measure
).value
YEAR = FinancialYear(2019)
ACTS = """
activity_id  setting  admission_method  segment
a            APC      21                old
b            APC      2D                old
c            APC      11                old
d            APC      22                well
e            APC      22                -
f            ED       -                 old
g            APC      -                 well
"""


def test_emergency_admissions_of_the_population_are_counted_by_segment() -> None:
    # c is planned, e is outside the population, f no admission, g has no method.
    assert drawn(events(table(ACTS), MEASURE)) == same("""
        segment  events
        old      2
        well     1
    """)


def test_how_often_the_method_is_recorded_is_counted_where_it_is_needed() -> None:
    with running() as engine:
        row = engine.rows(filled(table(ACTS), MEASURE))[0]
    assert (row["rows_0"], row["filled_0"]) == (5, 4)


def test_the_rate_has_limits_and_says_how_it_was_made() -> None:
    figure = rate_figure(MEASURE, YEAR, 100, Fraction(2000), [Filled(200, 200)])
    assert figure.value == 50
    assert figure.formula == "events / person-years x 1,000"
    assert figure.inputs == "100 / 2,000.00 x 1,000"
    shown = {child.id: child.shown for child in figure.children}
    assert shown["outcome.emergency_admissions.lower"] == "40.6811"
    assert shown["outcome.emergency_admissions.upper"] == "60.814"


def test_a_method_missing_too_often_gives_no_rate_but_a_reason() -> None:
    figure = rate_figure(MEASURE, YEAR, 94, Fraction(2000), [Filled(100, 94)])
    assert figure.is_missing
    assert figure.note == (
        "admission_method is recorded in 94 of 100 rows; the measure needs it in 95%"
    )
    assert not rate_figure(MEASURE, YEAR, 95, Fraction(2000), [Filled(100, 95)]).is_missing


def test_no_admissions_at_all_cannot_be_told_from_a_feed_that_was_not_sent() -> None:
    figure = rate_figure(MEASURE, YEAR, 0, Fraction(2000), [Filled(0, 0)])
    assert figure.is_missing
    assert figure.note == "no row that needs admission_method was loaded; it may not have been sent"


def test_nobody_in_the_population_gives_no_rate() -> None:
    figure = rate_figure(MEASURE, YEAR, 0, Fraction(0), [Filled(1, 1)])
    assert figure.note == "nobody was in the population"


def test_a_run_counts_no_measure_that_asks_more_than_columns_of_activity() -> None:
    text = read_text(shipped_file("measures", "falls_admissions_65.yaml"))
    falls = read_document(text, "measure", Measure).value
    assert MEASURE.is_plain
    assert not falls.is_plain
    with running() as engine:
        assert engine.rows(events(table(ACTS), falls)) == []
        row = engine.rows(filled(table(ACTS), falls))[0]
    needs = [Filled(int(str(row[f"rows_{i}"])), 0) for i in range(len(falls.needs))]
    figure = rate_figure(falls, YEAR, 0, Fraction(2000), needs)
    assert figure.note == "it is counted with all measures by month, not in a run of a year"
