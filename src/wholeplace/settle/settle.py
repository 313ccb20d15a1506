"""Settle a contract for a year: figures in, statement out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from wholeplace.contract import Contract, Phase, evaluate, outside_term, reviews_due
from wholeplace.kernel import Figure, Problem, refuse_if
from wholeplace.settle.pay import net_of, payments_of
from wholeplace.settle.share import unshared
from wholeplace.settle.statement import Standing, Statement, Status

_SHADOW = "a shadow year: this is what would be paid, and nothing is due"


def settle(
    contract: Contract,
    start_of_year: date,
    figures: Mapping[str, Figure],
    *,
    final: bool = False,
) -> Statement:
    """Return the statement of the contract year that starts on a day.

    A statement with a missing line, or an amount that cannot be shared, is incomplete: it says
    why, and pays nothing. In a shadow year it is worked out and nothing is due; else it is
    provisional, or ``final`` if that is asked for.

    Raises ``Refused`` where the agreement cannot be run for that day or those figures (see
    ``evaluate``), and where a final statement is asked for of a year that is a shadow year, is
    incomplete, waits for a review, or lies outside the term.
    """
    evaluation = evaluate(contract, start_of_year, figures)
    problems = dict.fromkeys([*evaluation.problems, *unshared(contract, evaluation.values)])
    odd = (*reviews_due(contract, start_of_year), *outside_term(contract, start_of_year))
    is_shadow = contract.phase_on(start_of_year) is Phase.SHADOW
    if final:
        refuse_if([*problems, *odd, *_not_in_shadow(contract, start_of_year)])
    payments = None if problems else payments_of(contract, evaluation)
    return Statement(
        title=contract.terms.title,
        currency=contract.terms.currency,
        year=contract.year_name(start_of_year),
        start=start_of_year,
        status=Status.INCOMPLETE if problems else Status.COMPLETE,
        lines=evaluation.lines,
        payments=payments or (),
        net=net_of(contract, payments, _SHADOW if is_shadow else ""),
        problems=tuple(problems),
        standing=_standing(is_shadow=is_shadow, final=final),
        warnings=odd,
    )


def _standing(*, is_shadow: bool, final: bool) -> Standing:
    if is_shadow:
        return Standing.SHADOW
    return Standing.FINAL if final else Standing.PROVISIONAL


def _not_in_shadow(contract: Contract, start: date) -> Iterator[Problem]:
    if contract.phase_on(start) is Phase.SHADOW:
        what = f"{contract.year_name(start)} is a shadow year: nothing of it is paid or closed"
        yield contract.document.problem(("phases",), what, "settle it without making it final")
