"""An agreement run for a year: values, reasons, and what happens when something is missing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wholeplace.contract import Evaluation, evaluate, read_contract, read_value, supplied
from wholeplace.contract.formula import Basic, Choice, Kind
from wholeplace.kernel import Figure, Refused, Unit, Value

YEAR = date(2019, 4, 1)


def run(text: str, start: date = YEAR, **given: str) -> Evaluation:
    contract = read_contract(text, "c.yaml")
    units: dict[str, Kind] = {
        "budget": Basic.MONEY,
        "spend": Basic.MONEY,
        "track": Choice(("one", "two")),
    }
    figures = {
        name: supplied(contract, name, read_value(value, units[name], "GBP"), "the books")
        for name, value in given.items()
    }
    return evaluate(contract, start, figures)


def values(evaluation: Evaluation) -> list[Value]:
    return [line.value for line in evaluation.lines]


# budget | spend | track | saving | shared at 50% | limited to 2% or 3% of the budget
EXAMPLES = [
    ("100", "99", "one", 1, "0.5", "0.5"),
    ("100", "90", "one", 10, 5, 2),
    ("100", "90", "two", 10, 5, 3),
    ("100", "110", "two", -10, -5, -3),
    ("£1m", "£1m", "one", 0, 0, 0),
    ("0.01", "0", "two", "0.01", "0.005", "0.0003"),
]


@pytest.mark.parametrize(("budget", "spend", "track", "saving", "shared", "limited"), EXAMPLES)
def test_lines_are_worked_out_exactly(
    agreement: str, budget: str, spend: str, track: str, saving: str, shared: str, limited: str
) -> None:
    found = run(agreement, budget=budget, spend=spend, track=track)
    assert values(found) == [Fraction(saving), Fraction(shared), Fraction(limited)]
    assert found.problems == ()


@pytest.mark.parametrize(("year", "share"), [(2019, "50%"), (2020, "60%"), (2030, "60%")])
def test_parameters_are_those_of_the_first_day(agreement: str, year: int, share: str) -> None:
    found = run(agreement, date(year, 4, 1), budget="100", spend="90", track="one")
    assert found.lines[1].inputs == f"£10.00 * {share}"


def test_a_line_gives_its_reasons_down_to_the_figures(agreement: str) -> None:
    found = run(agreement, budget="100", spend="99.99", track="one")
    shared, limited = found.lines[1:]
    assert (shared.id, shared.label, shared.source) == ("lines.shared", "Shared", "clause 4")
    assert (shared.formula, shared.inputs) == ("saving * share", "£0.01 * 50%")
    assert [child.id for child in shared.children] == ["lines.saving", "parameters.share"]
    assert shared.children[1].source == "clause 1"
    assert limited.inputs == ("capped(£0.005, at_most = 2% * £100.00, at_least = -2% * £100.00)")
    assert [child.id for child in limited.children] == [
        "lines.shared",
        "parameters.limit[one]",
        "figures.track",
        "figures.budget",
    ]
    (budget, _) = found.lines[0].children
    assert (budget.id, budget.label, budget.source) == ("figures.budget", "Budget", "the books")


def test_a_figure_of_the_run_keeps_its_own_reasons(agreement: str) -> None:
    rows = Figure("rows", Fraction(3), Unit.COUNT)
    budget = Figure("budget.in_scope", Fraction(5), Unit.MONEY, children=(rows,))
    found = evaluate(read_contract(agreement), YEAR, {"budget": budget})
    taken = found.figures["budget"]
    assert (taken.id, taken.formula, taken.children) == (
        *("figures.budget", "budget.in_scope", (budget,)),
    )
    assert rows in list(found.lines[0].walk())


@pytest.mark.parametrize(("written", "value"), [("yes", 100), ("no", 0), ("true", 100)])
def test_a_parameter_may_be_a_yes_or_no(agreement: str, written: str, value: int) -> None:
    added = f"  on: [{{from: 2019-04-01, value: {written}, source: s}}]\nlines:"
    text = agreement.replace("lines:", added).replace("budget - spend", "if on then budget else 0")
    assert values(run(text, budget="100", spend="1", track="one"))[0] == value


def test_a_negative_number_is_put_in_brackets(agreement: str) -> None:
    found = run(agreement, budget="100", spend="101", track="one")
    assert found.lines[1].inputs == "(-£1.00) * 50%"


def test_a_missing_figure_leaves_missing_what_needs_it_and_says_so_once(agreement: str) -> None:
    found = run(agreement, budget="100", track="one")
    assert values(found) == [None, None, None]
    assert [line.note for line in found.lines] == [
        "figure 'spend' is missing",
        "needs 'saving', missing because figure 'spend' is missing",
        "needs 'shared', missing because figure 'spend' is missing",
    ]
    assert found.lines[0].inputs == "£100.00 - missing"
    assert [child.note for child in found.lines[0].children] == ["", "not supplied"]
    assert [str(problem) for problem in found.problems] == [
        "c.yaml:8:3 figures.spend: figure 'spend' is missing\n    try: supply actual.in_scope"
    ]


def test_every_missing_figure_is_named(agreement: str) -> None:
    found = run(agreement, spend="5")
    assert [problem.what for problem in found.problems] == ["figure 'budget' is missing"]
    found = run(agreement.replace("shared: {is: saving", "shared: {is: spend"), budget="5")
    assert [problem.what for problem in found.problems] == ["figure 'spend' is missing"]
    found = run(agreement, budget="5", spend="5")
    assert [problem.what for problem in found.problems] == ["figure 'track' is missing"]


def test_a_missing_choice_leaves_its_table_unpicked(agreement: str) -> None:
    limited = run(agreement, budget="5", spend="4").lines[2]
    assert limited.inputs == (
        "capped(£0.50, at_most = limit[missing] * £5.00, at_least = -limit[missing] * £5.00)"
    )


def test_a_division_by_zero_is_missing_not_a_crash(agreement: str) -> None:
    text = agreement.replace("saving * share,", "budget * (budget / spend),")
    found = run(text, budget="5", spend="0", track="one")
    assert values(found) == [5, None, None]
    assert found.lines[1].note == "line 'shared' has no value: it divides by zero"
    assert found.lines[1].inputs == "£5.00 * (£5.00 / £0.00)"
    assert [str(problem.where) for problem in found.problems] == ["c.yaml:20:3 lines.shared"]


def test_a_missing_figure_that_the_branch_taken_does_not_need_is_not_missed(agreement: str) -> None:
    text = agreement.replace("budget - spend", "if budget > 0 then budget else spend")
    assert values(run(text, budget="5", track="one"))[0] == 5


def test_a_missing_figure_that_is_only_paid_is_a_problem_too(agreement: str) -> None:
    text = agreement.replace("budget - spend", "budget").replace("amount: limited", "amount: spend")
    found = run(text, budget="5", track="one")
    assert [problem.what for problem in found.problems] == ["figure 'spend' is missing"]


def test_numbers_do_not_grow_without_bound(agreement: str) -> None:
    squares = "  r0: budget / spend\n" + "".join(f"  r{i + 1}: r{i} * r{i}\n" for i in range(40))
    found = run(agreement.replace("payments:", f"{squares}payments:"), budget="3", spend="7",
                track="one")  # fmt: skip
    assert "needs more than 4,096 bits" in found.problems[0].what
    assert found.lines[-1].value is None


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (date(2018, 4, 1), "no value on 2018-04-01; its first begins on 2019-04-01"),
        (
            date(2018, 4, 1),
            "c.yaml:11:3 parameters.share: 'share' has no value on 2018-04-01; its ",
        ),
        (date(2019, 5, 1), "c.yaml:1:1 year: 2019-05-01 does not start a contract year"),
    ],
)
def test_a_year_without_terms_is_refused(agreement: str, start: date, said: str) -> None:
    with pytest.raises(Refused) as refused:
        run(agreement, start, budget="5", spend="4", track="one")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("name", "figure", "said"),
    [
        ("budget", Figure("b", Fraction(1), Unit.COUNT), "is supplied as count, but the agreement"),
        ("budget", Figure("b", Fraction(1), Unit.MONEY, currency="USD"), "supplied in USD, but"),
        ("budget", Figure("b", "much", Unit.MONEY), "supplied as 'much', which is not money"),
        ("track", Figure("t", "three", Unit.CHOICE), "'three', which is not one of one, two"),
    ],
)
def test_a_figure_of_the_wrong_kind_is_refused(
    agreement: str, name: str, figure: Figure, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        evaluate(read_contract(agreement, "c.yaml"), YEAR, {name: figure})
    assert f"figures.{name}: '{name}' is" in str(refused.value)
    assert said in str(refused.value)


# text | kind | value, or what is said of it
CELLS = [
    ("£1,234.5", Basic.MONEY, Fraction("1234.5")),
    ("-12", Basic.MONEY, Fraction(-12)),
    ("USD 5", Basic.MONEY, "'USD 5' is not in GBP"),
    ("GBP 12.5", Basic.EACH, Fraction("12.5")),
    ("12%", Basic.FRACTION, Fraction(12, 100)),
    ("0.5", Basic.FRACTION, Fraction(1, 2)),
    ("1,000", Basic.COUNT, Fraction(1000)),
    ("", Basic.COUNT, None),
    (None, Basic.COUNT, None),
    ("  ", Choice(("a",)), None),
    ("ten", Basic.COUNT, "'ten' is not a number"),
    ("Yes", Basic.YES_NO, True),
    ("0", Basic.YES_NO, False),
    ("maybe", Basic.YES_NO, "'maybe' is neither yes nor no"),
    ("aple", Choice(("apple",)), "'aple' is not one of apple; did you mean 'apple'?"),
    ("9" * 61, Basic.COUNT, "'99999999999999999999...' is longer than 60 characters"),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CELLS)
def test_a_cell_is_read_by_its_kind(text: str | None, kind: Kind, expected: Value) -> None:
    try:
        found = read_value(text, kind, "GBP")
    except ValueError as error:
        found = str(error)
    assert found == expected
