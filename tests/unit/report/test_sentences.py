"""The sentences of the report, and the summary for the terminal."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.unit.report.example import example, incomplete_statement, money
from wholeplace.kernel import Headline, Money
from wholeplace.report import ReportData, summary_lines
from wholeplace.report.sentences import headline_sentences
from wholeplace.report.words import brief, fixed, pence, pounds, scale_for, share, signed


def in_years(spend: int | None, budget: int | None, note: str = "") -> ReportData:
    """Return a report of nothing but spend and budget."""
    figures = [
        money(id_, None if pounds_ is None else Fraction(pounds_), note=note)
        for id_, pounds_ in (("actual.in_scope", spend), ("budget.in_scope", budget))
    ]
    return replace(example(), headlines=[Headline(f) for f in figures], statement=None)


@pytest.mark.parametrize(
    ("spend", "budget", "sentence"),
    [
        (18_620_000, 18_910_000, "was £18.62m against a budget of £18.91m: £290.0k (1.5%) less."),
        (18_910_000, 18_620_000, "was £18.91m against a budget of £18.62m: £290.0k (1.6%) more."),
        (500_000, 500_000, "was £500.0k against a budget of £500.0k: exactly the budget."),
        (870, 900, "was £870 against a budget of £900: £30 (3.3%) less."),
    ],
)
def test_spend_is_compared_with_the_budget(spend: int, budget: int, sentence: str) -> None:
    assert headline_sentences(in_years(spend, budget))[0] == f"Spend in scope {sentence}"


def test_a_missing_budget_says_why_and_the_spend_is_still_told() -> None:
    found = headline_sentences(in_years(18_620_000, None, "no cost rows at all"))
    assert found[:2] == [
        "Spend in scope was £18.62m.",
        "The budget is missing: no cost rows at all.",
    ]


def test_missing_spend_says_why_and_the_budget_is_still_told() -> None:
    found = headline_sentences(in_years(None, 18_620_000, "no cost rows at all"))
    assert found[:2] == [
        "The budget was £18.62m.",
        "Spend in scope is missing: no cost rows at all.",
    ]


def settlement(data: ReportData) -> str:
    return headline_sentences(data)[1]


def test_one_payer_and_several_payees_are_summed() -> None:
    assert settlement(example()) == (
        "Under the agreement Northbrook Clinical Commissioning Group pays 3 parties £107,363.80"
        " in all."
    )


def test_one_payee_is_named_and_the_other_way_is_a_sentence_too() -> None:
    data = example()
    statement = data.statement or pytest.fail("no statement")
    payment = replace(statement.payments[0], payer="gp", payee="ccg", amount=Money(1_205))
    one = replace(data, statement=replace(statement, payments=(payment,)))
    assert settlement(one) == (
        "Under the agreement Northbrook GP Confederation pays Northbrook Clinical Commissioning"
        " Group £12.05."
    )


def test_several_payers_of_one_payee_are_summed_too() -> None:
    data = example()
    statement = data.statement or pytest.fail("no statement")
    back = tuple(replace(p, payer=p.payee, payee=p.payer) for p in statement.payments)
    assert settlement(replace(data, statement=replace(statement, payments=back))) == (
        "Under the agreement 3 parties pay Northbrook Clinical Commissioning Group £107,363.80"
        " in all."
    )


def test_payments_across_are_told_payer_by_payer() -> None:
    data = example()
    statement = data.statement or pytest.fail("no statement")
    first, second, _ = statement.payments
    across = (first, replace(second, payer="gp", amount=Money(500)))
    assert settlement(replace(data, statement=replace(statement, payments=across))) == (
        "Under the agreement Northbrook Clinical Commissioning Group pays Northbrook Hospitals NHS"
        " Foundation Trust £53,681.90; Northbrook GP Confederation pays Vale Community Health NHS"
        " Trust £5.00."
    )


def test_payments_of_nothing_are_no_payments() -> None:
    data = example()
    statement = data.statement or pytest.fail("no statement")
    nothing = tuple(replace(payment, amount=Money(0)) for payment in statement.payments)
    found = settlement(replace(data, statement=replace(statement, payments=nothing)))
    assert found == "Under the agreement no payment is due between the parties."


def test_an_incomplete_statement_pays_nothing_and_says_why() -> None:
    assert settlement(replace(example(), statement=incomplete_statement())) == (
        "The settlement is incomplete, so nothing is paid: figure 'budget' is missing."
    )


def test_no_agreement_is_said_too() -> None:
    found = settlement(replace(example(), statement=None))
    assert found == "No agreement was settled for this year."


def test_people_and_outcomes_have_their_sentences() -> None:
    people, admissions = headline_sentences(example())[2:]
    assert people == (
        "The figures are about 15,012 people on the first day of 2019/20, and 14,765.0"
        " person-years in it."
    )
    assert admissions == (
        "Emergency hospital admissions per 1,000 people: 108.4 (95% interval 103.1 to 113.8)."
    )


def test_a_measure_may_share_its_id_with_a_service() -> None:
    both = {"admissions": "Admissions", "outcome.admissions": "Admissions per 1,000 people"}
    assert replace(example(), names=both).measure_name("admissions") == both["outcome.admissions"]
    alone = {"admissions": "Admissions per 1,000 people"}
    assert replace(example(), names=alone).measure_name("admissions") == alone["admissions"]


def test_the_summary_holds_the_sentences_and_the_warnings() -> None:
    data = example()
    lines = summary_lines(data)
    assert lines[0] == "Northbrook Integrated Care Partnership: 2019/20"
    assert lines[2:6] == headline_sentences(data)
    assert lines[-2:] == [f"- {warning}" for warning in data.warnings]


def test_a_long_summary_says_how_much_is_left_out() -> None:
    lines = summary_lines(replace(example(), warnings=[str(i) for i in range(30)]))
    assert len(lines) == 20
    assert lines[-1] == "... and 19 more lines, which are in the report"


@pytest.mark.parametrize(
    ("amounts", "written"),
    [
        ([18_620_114], "£18.62m"),
        ([1_000_000], "£1.00m"),
        ([999_949], "£999.9k"),
        ([-287_400], "\N{MINUS SIGN}£287.4k"),
        ([999], "£999"),
        ([0], "£0"),
    ],
)
def test_money_is_shortened_by_its_size(amounts: list[int], written: str) -> None:
    exact = [Fraction(amount) for amount in amounts]
    assert brief(exact[0], "GBP", scale_for(exact)) == written


def test_money_is_written_in_pounds_and_in_pence() -> None:
    amount = Fraction(-1_234_505, 1000)
    assert pounds(amount, "GBP") == "\N{MINUS SIGN}£1,235"
    assert pence(amount, "USD") == "\N{MINUS SIGN}$1,234.51"
    assert pence(None, "GBP") == "missing"


def test_a_gain_is_written_with_a_plus() -> None:
    assert [signed(fixed(n, 0), n) for n in map(Fraction, (3, 0, -3))] == [
        "+3",
        "0",
        "\N{MINUS SIGN}3",
    ]


def test_a_share_of_nothing_is_missing() -> None:
    assert share(Fraction(1), Fraction(0)) == "missing"
    assert share(Fraction(1), Fraction(8)) == "12.5%"
