"""Settle a contract for a year: figures in, statement out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wholeplace.contract import Contract, evaluate
from wholeplace.kernel import Figure
from wholeplace.settle.pay import net_of, payments_of
from wholeplace.settle.statement import Statement, Status


def settle(contract: Contract, start_of_year: date, figures: Mapping[str, Figure]) -> Statement:
    """Return the statement of the contract year that starts on a day.

    A statement with a missing line is incomplete: it says why, and pays nothing. Raises
    ``Refused`` where the agreement cannot be run for that day or those figures (see ``evaluate``).
    """
    evaluation = evaluate(contract, start_of_year, figures)
    is_complete = not evaluation.problems
    payments = payments_of(contract, evaluation) if is_complete else None
    return Statement(
        title=contract.terms.title,
        currency=contract.terms.currency,
        year=contract.year_name(start_of_year),
        start=start_of_year,
        status=Status.COMPLETE if is_complete else Status.INCOMPLETE,
        lines=evaluation.lines,
        payments=payments or (),
        net=net_of(contract, payments),
        problems=evaluation.problems,
    )
