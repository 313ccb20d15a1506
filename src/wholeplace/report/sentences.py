"""What the figures say, in plain sentences; the page and the terminal use the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from wholeplace.kernel import Figure, Money
from wholeplace.privacy import MARK
from wholeplace.report.concentration import concentration_sentence
from wholeplace.report.data import ReportData, number_of
from wholeplace.report.rewards import reward_sentences
from wholeplace.report.words import Scale, brief, count, fixed, scale_for, share, years
from wholeplace.settle import Payment, Standing, Statement


def headline_sentences(data: ReportData) -> list[str]:
    """Return the findings of the year, the money first: four or five sentences."""
    return [
        *money_sentences(data),
        settlement_sentence(data),
        *population_sentences(data),
        *concentration_sentence(data),
        *(outcome_sentence(data, measure) for measure in data.measures()),
        *reward_sentences(data),
    ]


def money_scale(data: ReportData) -> Scale:
    """Return the one scale in which the report shortens its money."""
    ids = ("base.in_scope", "budget.in_scope", "actual.in_scope")
    return scale_for(amount for id_ in ids if (amount := data.number(id_)) is not None)


def money_sentences(data: ReportData) -> Iterator[str]:
    """Yield what was spent, against what, and why a figure is missing."""
    spend, budget = data.number("actual.in_scope"), data.number("budget.in_scope")
    scale = money_scale(data)
    if spend is not None and budget is not None:
        yield (
            f"Spend in scope was {brief(spend, data.currency, scale)} against a budget of"
            f" {brief(budget, data.currency, scale)}: {difference(data, spend, budget)}."
        )
        return
    if spend is not None:
        yield f"Spend in scope was {brief(spend, data.currency, scale)}."
    if budget is not None:
        yield f"The budget was {brief(budget, data.currency, scale)}."
    yield from why_missing(data)


def why_missing(data: ReportData) -> Iterator[str]:
    """Yield a sentence for each of budget and spend that is missing, with the reason."""
    for id_, name in (("budget.in_scope", "The budget"), ("actual.in_scope", "Spend in scope")):
        figure = data.figure(id_)
        if number_of(figure) is None:
            yield f"{name} is missing: {(figure and figure.note) or 'it was not worked out'}."


def difference(data: ReportData, spend: Fraction, budget: Fraction) -> str:
    """Say how spend compares with the budget: ``£287.4k (1.5%) less``.

    The gap is written in a scale of its own, finer than that of the two amounts it is between.
    """
    gap = spend - budget
    if not gap:
        return "exactly the budget"
    amount = brief(abs(gap), data.currency, scale_for([gap]))
    of_budget = f" ({share(abs(gap), budget)})" if budget else ""
    return f"{amount}{of_budget} {'more' if gap > 0 else 'less'}"


def settlement_sentence(data: ReportData) -> str:
    """Say who pays whom under the agreement, or why nobody does."""
    statement = data.statement
    if statement is None:
        return "No agreement was settled for this year."
    if not statement.is_complete:
        return f"The settlement is incomplete, so nothing is paid: {_missing(statement)}."
    paid = [payment for payment in statement.payments if payment.amount.pence]
    if statement.restates is not None:
        return _restated(data, statement)
    if statement.standing is Standing.SHADOW:
        would = "; ".join(_clauses(data, paid)) or "no payment would pass between the parties"
        return (
            f"This is a shadow year, so nothing is due. Were it paid under the agreement: {would}."
        )
    if not paid:
        return "Under the agreement no payment is due between the parties."
    return f"Under the agreement {'; '.join(_clauses(data, paid))}."


def _restated(data: ReportData, statement: Statement) -> str:
    due = "; ".join(_clauses(data, list(statement.due))) or "nothing is still to be paid"
    return f"This puts an earlier statement right. After what was paid before: {due}."


def _clauses(data: ReportData, paid: list[Payment]) -> Iterator[str]:
    payers = list(dict.fromkeys(payment.payer for payment in paid))
    payees = list(dict.fromkeys(payment.payee for payment in paid))
    if len(payees) == 1 < len(payers):
        yield f"{len(payers)} parties pay {data.party(payees[0])} {_total(paid)} in all"
        return
    for payer in payers:
        yield _clause(data, [payment for payment in paid if payment.payer == payer])


def _missing(statement: Statement) -> str:
    reasons = list(dict.fromkeys(problem.what for problem in statement.problems))
    return "; ".join(reasons) or "a line of the agreement has no value"


def _clause(data: ReportData, paid: list[Payment]) -> str:
    payer, payees = data.party(paid[0].payer), {payment.payee for payment in paid}
    if len(payees) == 1:
        return f"{payer} pays {data.party(paid[0].payee)} {_total(paid)}"
    return f"{payer} pays {len(payees)} parties {_total(paid)} in all"


def _total(paid: list[Payment]) -> Money:
    return sum((payment.amount for payment in paid[1:]), paid[0].amount)


def population_sentences(data: ReportData) -> Iterator[str]:
    """Yield how many people the figures are about, where that is known."""
    people, lived = (data.number(f"population.{name}") for name in ("people", "person_years"))
    if people is not None and lived is not None:
        yield (
            f"The figures are about {count(people)} people on the first day of {data.year}, and"
            f" {years(lived)} person-years in it."
        )


def outcome_sentence(data: ReportData, measure: str) -> str:
    """Say the rate of a measure with its interval, or why there is none."""
    name, figure = data.measure_name(measure), data.figure(f"outcome.{measure}")
    if figure is not None and figure.value == MARK:
        return f"{name}: not shown, because it rests on a small number of events."
    rate, limits = number_of(figure), interval(figure)
    if rate is None:
        return f"{name}: missing, because {(figure and figure.note) or 'it was not worked out'}."
    return f"{name}: {fixed(rate, 1)}" + (f" (95% interval {limits})." if limits else ".")


def interval(figure: Figure | None) -> str:
    """Write the 95% limits of a rate, ``87.3 to 97.1``; empty where it has none."""
    children = figure.children if figure else ()
    found = {child.id.rpartition(".")[2]: number_of(child) for child in children}
    lower, upper = found.get("lower"), found.get("upper")
    return "" if lower is None or upper is None else f"{fixed(lower, 1)} to {fixed(upper, 1)}"
