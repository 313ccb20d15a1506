"""The framework: statements to measures, phases, weights, what is at stake, what was promised."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wholeplace.document import Document, read_document
from wholeplace.kernel import FinancialYear, Money, Refused
from wholeplace.outcomes.framework import (
    Framework,
    Known,
    at_stake,
    growth_sentence,
    in_year,
    known_on,
    of_segment,
    problems_of,
    sanction_figure,
    shares_in,
    tree_of,
    warnings_of,
)
from wholeplace.outcomes.rewards import Result

KNOWN = Known(
    {"falls": "lower", "plans": "higher", "safe": "higher", "waits": "lower"},
    ["healthy", "frail"],
    ["trust", "gp", "ccg"],
)
YEARS = (FinancialYear(2019), FinancialYear(2020), FinancialYear(2021))

TEXT = """\
domains:
  - { domain: life, title: Quality of life, source: an example }
  - { domain: care, title: Quality of care, source: an example }
statements:
  - { statement: home, says: I can live at home, domain: life, source: an example }
  - { statement: safe, says: I feel safe, domain: care, source: an example }
curves:
  - curve: by_target
    title: By the marks of a target
    is:
      - from: 2019-04-01
        value:
          kind: calibrated
          promise: { floor_chance: 95%, full_chance: 2.5%, zero_chance: 99.9%, source: an example }
          at_floor: 90%
        source: an example
incentive:
  - { from: 2019-04-01, value: 1%, source: an example }
  - { from: 2020-04-01, value: 2%, source: an example }
outcomes:
  - measure: falls
    statements: [home]
    class: pay for performance
    better: lower
    owner: trust
    lag_months: 4
    segments: [frail]
    history: hospital episodes since 2015
    phases:
      - { from: 2019-04-01, value: paid, source: an example }
    weight:
      - { from: 2019-04-01, value: 60%, source: an example }
    curve: by_target
    targets:
      - from: 2019-04-01
        value: { expected: 100, floor: 117, full: 80, zero: 132 }
        source: an example
    durable_years: 3
    next_review: 2022-04-01
    parties: { trust: 75%, gp: 25% }
    source: an example
  - measure: plans
    statements: [home, safe]
    class: pay for performance
    better: higher
    owner: gp
    lag_months: 0
    phases:
      - { from: 2019-04-01, value: sampling, source: an example }
      - { from: 2020-04-01, value: baseline, source: an example }
      - { from: 2021-04-01, value: paid, source: an example }
    work:
      - { year: 2019/20, delivered: true, source: minutes of May 2020 }
    weight:
      - { from: 2019-04-01, value: 40%, source: an example }
    curve: by_target
    targets:
      - from: 2021-04-01
        value: { expected: 160, floor: 151, full: 172, zero: 142 }
        source: an example
    durable_years: 3
    next_review: 2024-04-01
    source: an example
  - measure: safe
    statements: [safe]
    class: local quality
    better: higher
    owner: ccg
    lag_months: 10
    durable_years: 3
    next_review: 2022-04-01
    source: an example
  - measure: waits
    statements: [safe]
    class: national standard
    better: lower
    owner: trust
    lag_months: 1
    durable_years: 3
    next_review: 2022-04-01
    sanction: { for_each: patient, amount: GBP 120, at_most: GBP 1_000, source: an example }
    source: an example
"""


WAITS = "    class: national standard\n    better: "
INCENTIVE = TEXT[TEXT.index("incentive:") : TEXT.index("outcomes:")]


def read(text: str = TEXT) -> Document[Framework]:
    return read_document(text, "outcomes.yaml", Framework)


def changed(before: str, after: str) -> Framework:
    assert TEXT.count(before) >= 1, before
    return read(TEXT.replace(before, after, 1)).value


def problems(framework: Framework) -> list[tuple[str, str, str]]:
    found = problems_of(framework, KNOWN, YEARS)
    return [(problem.where.path, problem.what, problem.remedy) for problem in found]


def warned(framework: Framework, day: str = "2019-06-01") -> list[str]:
    return [problem.what for problem in warnings_of(framework, date.fromisoformat(day))]


# What it says


def test_the_example_has_no_problem_and_no_warning() -> None:
    assert problems(read().value) == []
    assert warned(read().value) == []


def test_statements_lead_to_measures() -> None:
    found = {
        tree.domain.domain: {
            spoken.statement.says: [one.measure for one in spoken.outcomes]
            for spoken in tree.statements
        }
        for tree in tree_of(read().value)
    }
    assert found == {
        "life": {"I can live at home": ["falls", "plans"]},
        "care": {"I feel safe": ["plans", "safe", "waits"]},
    }


def test_outcomes_differ_by_segment() -> None:
    assert [one.measure for one in of_segment(read().value, "healthy")] == [
        "plans",
        "safe",
        "waits",
    ]
    assert len(of_segment(read().value, "frail")) == 4


def test_a_year_has_phases_weights_and_marks() -> None:
    year = in_year(read().value, FinancialYear(2020))
    falls, plans, safe, _ = year.outcomes
    assert (falls.phase, falls.is_paid_by_result, falls.weight) == ("paid", True, Fraction(3, 5))
    assert falls.marks is not None
    assert falls.marks.floor == 117
    assert (plans.phase, plans.is_paid_by_result, plans.marks) == ("baseline", False, None)
    assert (safe.phase, float(safe.weight)) == ("", 0.0)
    assert year.weights == {"falls": Fraction(3, 5), "plans": Fraction(2, 5)}


def test_what_is_at_stake_grows() -> None:
    years = [in_year(read().value, year) for year in (FinancialYear(2018), *YEARS[:2])]
    amounts = [at_stake(year, Money(1_000_000_01))[0] for year in years]
    assert [str(amount) for amount in amounts] == ["£0.00", "£10,000.00", "£20,000.00"]
    assert years[0].incentive.note == "nothing hangs on outcomes yet in 2018/19"
    assert growth_sentence(years[1], years[2]) == (
        "2019/20: 1% of the budget on 2 outcomes; 2020/21: 2% on 2."
    )


def test_what_a_year_earns_by_result_and_by_work() -> None:
    framework = read().value
    results = {"falls": Result(Fraction(118), "lower"), "plans": Result(Fraction(172), "higher")}
    found = {
        year: {
            name: (share.value, share.note or share.inputs)
            for name, share in shares_in(in_year(framework, year), results).items()
        }
        for year in YEARS
    }
    falls = (Fraction(84, 100), "result 118; full 80, floor 117, zero 132")
    assert found == {
        YEARS[0]: {"falls": falls, "plans": (1, "it was")},
        YEARS[1]: {
            "falls": falls, "plans": (None, "nobody said whether a baseline was delivered"),
        },
        YEARS[2]: {"falls": falls, "plans": (1, "result 172; full 172, floor 151, zero 142")},
    }  # fmt: skip


def test_work_that_was_not_done_and_results_that_are_not_there_yet() -> None:
    undone = changed("delivered: true", "delivered: false")
    found = shares_in(in_year(undone, YEARS[0]), {})
    plans = found["plans"]
    assert (plans.value, plans.inputs, plans.source) == (0, "it was not", "minutes of May 2020")
    assert (found["falls"].value, found["falls"].note) == (None, "the result is not known")


@pytest.mark.parametrize(
    ("lag", "day"), [(0, "2020-04-01"), (4, "2020-08-01"), (9, "2021-01-01"), (21, "2022-01-01")]
)
def test_a_result_is_known_after_its_lag(lag: int, day: str) -> None:
    one = changed("lag_months: 4", f"lag_months: {lag}").outcomes[0]
    assert known_on(one, FinancialYear(2019)) == date.fromisoformat(day)


@pytest.mark.parametrize(("breaches", "due"), [(0, 0), (3, 360), (8, 960), (9, 1000), (None, None)])
def test_sanctions_are_held_to_their_most(breaches: int | None, due: int | None) -> None:
    sanction = read().value.outcomes[3].sanction
    assert sanction is not None
    assert sanction_figure("waits", sanction, breaches).value == due
    with pytest.raises(ValueError, match="-1 breaches"):
        sanction_figure("waits", sanction, -1)


# What stands in its way


WORK = "year: 2019/20, delivered"
PROBLEMS = (
    (WORK, "year: 2018/19, delivered", "outcomes.1.work.0.year",
     "'plans' has not begun in 2018/19", "date its first phase earlier"),
    (WORK, "year: 2021/22, delivered", "outcomes.1.work.0.year",
     "'plans' is paid by its result in 2021/22, not for work", "leave it out"),
    ("value: 40%", "value: 30%", "outcomes",
     "the weights of 2019/20 make 90%, not 100%: falls 60%, plans 30%", "correct a weight"),
    ("measure: falls", "measure: fallx", "outcomes.0.measure", "unknown measure 'fallx'",
     "did you mean 'falls'?"),
    ("[frail]", "[frale]", "outcomes.0.segments.0", "unknown segment 'frale'", "'frail'?"),
    ("[home]", "[hom]", "outcomes.0.statements.0", "unknown statement 'hom'", "'home'?"),
    ("owner: trust", "owner: trusts", "outcomes.0.owner", "unknown party 'trusts'", "'trust'?"),
    ("{ trust: 75%", "{ trus: 75%", "outcomes.0.parties.trus", "unknown party 'trus'", "'trust'?"),
    ("by_target\n    targets", "by_targe\n    targets", "outcomes.0.curve",
     "unknown curve 'by_targe'", "'by_target'?"),
    ("domain: life, s", "domain: lif, s", "statements.0.domain", "unknown domain 'lif'", "'life'?"),
    (f"{WAITS}lower", f"{WAITS}higher", "outcomes.3.better",
     "the measure says that lower is better, and the framework higher", "correct one of them"),
    ("    history: hospital episodes since 2015\n", "", "outcomes.0.phases.0.value",
     "'falls' is paid before it has a baseline", "add a phase of baseline"),
    ("2020-04-01, value: baseline", "2020-04-01, value: paid", "outcomes.1.phases.1.value",
     "'plans' is paid before it has a baseline", "add a phase of baseline"),
    ("value: sampling", "value: baseline", "outcomes.1.phases.1.value",
     "'plans' goes back to 'baseline'", "put the phases in order"),
    ("- { statement: safe,", "- { statement: home,", "statements.1", "'home' is there twice",
     "another name"),
    ("2020-04-01, value: baseline", "2020-10-01, value: baseline", "outcomes.1.phases.1.from",
     "it begins within 2020/21", "2020-04-01 or 2021-04-01"),
    ("is:\n      - from: 2019", "is:\n      - from: 2020", "outcomes.0.phases.0.from",
     "curve 'by_target' does not hold yet on 2019-04-01", "date the curve earlier"),
    ("- from: 2021-04-01\n", "- from: 2022-04-01\n", "outcomes.1.phases.2.from",
     "'plans' is paid by a target and has none on 2021-04-01", "add targets"),
    (INCENTIVE, "", "incentive", "no part of a budget pays for outcomes", "add incentive"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "path", "what", "remedy"), PROBLEMS, ids=[row[3] for row in PROBLEMS]
)
def test_what_stands_in_the_way(before: str, after: str, path: str, what: str, remedy: str) -> None:
    found = problems(changed(before, after))
    assert [row for row in found if row[0] == path and what in row[1] and remedy in row[2]], found


LOCAL = "class: local quality"
TOLD = "      - { year: 2019/20, delivered: true, source: minutes of May 2020 }\n"
REFUSED = (
    (TOLD, TOLD + TOLD, "2019/20 is there twice"),
    (TOLD, TOLD.replace("true", "soon"), "delivered"),
    ("    curve: by_target\n    targets:", "    targets:", "has no curve"),
    (LOCAL, f"{LOCAL}\n    weight: [{{ from: 2019-04-01, value: 1%, source: y }}]",
     "a local quality outcome earns nothing"),
    ("    sanction: {", "    # {", "a national standard has no sanction"),
    (LOCAL, f"{LOCAL}\n    sanction: {{ for_each: x, amount: GBP 1, source: y }}",
     "only a national standard has a sanction"),
    (LOCAL, "class: local qualty", "did you mean 'local quality'?"),
    ("value: sampling", "value: samplng", "did you mean 'sampling'?"),
    ("floor: 117, full: 80", "floor: 117, full: 118", "(lower is better)"),
    ("160, floor: 151", "160, floor: 141", "(higher is better)"),
    ("gp: 25%", "gp: 24%", "the shares do not make 100%"),
    ("value: 60%", "value: 160%", "a share lies from 0% to 100%"),
    ("amount: GBP 120", "amount: GBP -120", "a sanction is below nought"),
    ("at_most: GBP 1_000", "at_most: USD 1_000", "another currency"),
    ("lag_months: 10", "lag_months: -1", "lag_months"),
    ("domain: care, source: an example }", "domain: care, source: ' ' }", "the source is empty"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after", "what"), REFUSED, ids=[row[2] for row in REFUSED])
def test_documents_that_are_refused(before: str, after: str, what: str) -> None:
    assert before in TEXT
    with pytest.raises(Refused) as refused:
        changed(before, after)
    assert what in str(refused.value)


def test_where_a_problem_stands() -> None:
    document = read(TEXT.replace("measure: falls", "measure: fallx"))
    found = problems_of(document.value, KNOWN, YEARS, document.where)
    line = TEXT[: TEXT.index("measure: falls")].count("\n") + 1
    assert [(problem.where.file, problem.where.line) for problem in found] == [
        ("outcomes.yaml", line)
    ]


# What was promised


TARGET = """\
        value: { expected: 100, floor: 117, full: 80, zero: 132 }
        source: an example
"""


WEIGHT = "      - { from: 2019-04-01, value: 60%, source: an example }\n"
WARNED = (
    (TARGET, TARGET + "      - from: 2020-04-01\n" + TARGET.replace("117", "110"),
     "the target of 'falls' of 2019-04-01 was to hold for 3 years and changes on 2020-04-01"),
    (WEIGHT, WEIGHT + WEIGHT.replace("2019", "2021").replace("60", "50"),
     "the weight of 'falls' of 2019-04-01 was to hold for 3 years and changes on 2021-04-01"),
    ("from: 2020-04-01, value: 2%", "from: 2020-04-01, value: 0.5%",
     "the part that hangs on outcomes falls from 1% to 0.5% on 2020-04-01"),
    ("2022-04-01\n    parties", "2021-04-01\n    parties",
     "'falls' is reviewed on 2021-04-01, before the target of 2019-04-01 has held for 3 years"),
    ("2022-04-01\n    source", "2019-05-01\n    source", "'safe' was to be reviewed on 2019-05-01"),
    ("[safe]\n    class: local", "[]\n    class: local", "'safe' speaks for no statement"),
)  # fmt: skip


@pytest.mark.parametrize(("before", "after", "what"), WARNED, ids=[row[2] for row in WARNED])
def test_warnings(before: str, after: str, what: str) -> None:
    assert what in warned(changed(before, after))


def test_a_target_may_change_after_it_has_held() -> None:
    later = TARGET + "      - from: 2022-04-01\n" + TARGET.replace("117", "110")
    framework = changed(TARGET, later)
    assert not [what for what in warned(framework) if "was to hold" in what]


def test_a_statement_that_nobody_measures() -> None:
    more = "  - { statement: meet, says: I can meet other people, domain: life, source: y }\n"
    framework = read(TEXT.replace("curves:\n", more + "curves:\n")).value
    assert warned(framework) == ["no measure speaks for 'I can meet other people'"]


def test_a_leap_day_has_an_anniversary() -> None:
    day = "      - from: 2019-04-01\n"
    framework = changed(day + TARGET, day.replace("2019-04-01", "2020-02-29") + TARGET)
    assert any("before the target of 2020-02-29 has held" in what for what in warned(framework))
