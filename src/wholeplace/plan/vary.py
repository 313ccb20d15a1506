"""The same agreement with one of its numbers changed, to see what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from wholeplace.contract import Contract
from wholeplace.contract.formula import Basic
from wholeplace.contract.scalar import Scalar
from wholeplace.document import Document

ONE_POINT, ONE_TENTH = Fraction(1, 100), Fraction(1, 10)


def scalar_parameters(contract: Contract) -> list[str]:
    """Return the parameters that are one number: no splits, bands, tables, or yes and no."""
    return [
        name
        for name, parameter in contract.parameters.items()
        if isinstance(parameter.kind, Basic) and parameter.kind is not Basic.YES_NO
    ]


def moved(contract: Contract, name: str, sign: int) -> Contract:
    """Return the agreement with a parameter lower (-1) or higher (+1) at every date.

    A share moves by one point, but not past 0% or 100% where it was within them; any other number
    by a tenth.
    """
    is_share = contract.parameters[name].kind is Basic.FRACTION
    step = _by_a_point if is_share else _by_a_tenth
    return with_values(contract, name, lambda value: step(value, sign))


def _by_a_point(value: Fraction, sign: int) -> Fraction:
    there = value + sign * ONE_POINT
    return min(max(there, Fraction(0)), Fraction(1)) if 0 <= value <= 1 else there


def _by_a_tenth(value: Fraction, sign: int) -> Fraction:
    return value * (1 + sign * ONE_TENTH)


def how_moved(contract: Contract, name: str) -> str:
    """Return how far ``moved`` moves a parameter, in words."""
    return "1 point" if contract.parameters[name].kind is Basic.FRACTION else "10%"


def with_values(contract: Contract, name: str, change: Callable[[Fraction], Fraction]) -> Contract:
    """Return an agreement in which every dated value of a parameter that is a number is changed."""
    terms, parameter = contract.terms, contract.parameters[name]
    term = terms.parameters[name]
    dated = tuple(
        entry.model_copy(update={"value": replace(entry.value, value=change(entry.value.value))})
        for entry in term.values.root
        if isinstance(entry.value, Scalar) and not isinstance(entry.value.value, bool)
    )
    changed = term.model_copy(update={"values": term.values.model_copy(update={"root": dated})})
    again = terms.model_copy(update={"parameters": {**terms.parameters, name: changed}})
    return replace(
        contract,
        document=Document(again, contract.document.source),
        parameters={**contract.parameters, name: replace(parameter, values=dated)},
    )
