"""The figures an agreement is given for a year: reading them from text, and taking them in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from wholeplace.contract.agreement import Contract
from wholeplace.contract.formula import Basic, Choice, Kind, unit_of
from wholeplace.contract.model import FigureTerm, Terms
from wholeplace.kernel import (
    Figure,
    Problem,
    Unit,
    Value,
    nearest,
    read_amount,
    read_fraction,
    read_number,
    refuse_if,
)

MOST_CHARACTERS = 60
# A flag is often printed as a number, and a table of numbers often with a decimal: 1.0.
_TRUTHS = {"yes": True, "true": True, "1": True, "1.0": True}
_TRUTHS |= {"no": False, "false": False, "0": False, "0.0": False}


def kind_of_figure(figure: FigureTerm) -> Kind:
    """Return the kind that a figure is declared to be."""
    return Choice(figure.of) if figure.unit == "choice" else Basic(figure.unit)


def read_value(text: str | None, kind: Kind, currency: str) -> Value:
    """Read a value of a known kind, as a cell of a table gives it; nothing at all is missing.

    Raises ``ValueError`` with a sentence for the user.
    """
    bare = (text or "").strip()
    if not bare:
        return None
    if isinstance(kind, Choice):
        return _word(bare, kind)
    if len(bare) > MOST_CHARACTERS:
        msg = f"'{bare[:20]}...' is longer than {MOST_CHARACTERS} characters"
        raise ValueError(msg)
    if kind is Basic.YES_NO:
        return _truth(bare)
    if kind in {Basic.MONEY, Basic.EACH}:
        return _money(bare, currency)
    return read_fraction(bare) if kind is Basic.FRACTION else read_number(bare)


def _word(text: str, choice: Choice) -> str:
    if text not in choice.options:
        raise ValueError(f"'{text}' is not {choice}; {nearest(text, choice.options)}")
    return text


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise ValueError(f"'{text}' is neither yes nor no")
    return _TRUTHS[text.lower()]


def _money(text: str, currency: str) -> Fraction:
    amount, found = read_amount(text, currency)
    if found != currency:
        raise ValueError(f"'{text}' is not in {currency}")
    return amount


def supplied(contract: Contract, name: str, value: Value, source: str) -> Figure:
    """Return a value given for a declared figure as that figure, with where it came from."""
    unit = unit_of(kind_of_figure(contract.terms.figures[name]))
    return Figure(
        id=f"figures.{name}",
        value=value,
        unit=unit,
        label=contract.terms.figures[name].label,
        source=source,
        note="" if value is not None else "not supplied",
        currency=contract.terms.currency if unit is Unit.MONEY else "GBP",
    )


def take_in(contract: Contract, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Return a figure ``figures.<name>`` for each that the agreement declares.

    A figure not supplied is missing (value ``None``); one of the wrong unit, currency or choice
    raises ``Refused``. The figure supplied, with its own reasons, is the child of the one returned.
    """
    refuse_if(
        problem
        for name in contract.terms.figures
        for problem in _unfit(contract, name, figures.get(name))
    )
    return {name: _taken(contract, name, figures.get(name)) for name in contract.terms.figures}


def _unfit(contract: Contract, name: str, figure: Figure | None) -> Iterator[Problem]:
    if figure is None:
        return
    kind, currency = kind_of_figure(contract.terms.figures[name]), contract.terms.currency
    where = contract.document.where("figures", name)
    if figure.unit is not unit_of(kind):
        what = f"'{name}' is supplied as {figure.unit}, but the agreement needs {kind}"
        yield Problem(where, what, "supply another figure, or correct the unit")
    elif figure.unit is Unit.MONEY and figure.currency != currency:
        what = f"'{name}' is supplied in {figure.currency}, but the agreement is in {currency}"
        yield Problem(where, what, f"supply it in {currency}")
    elif not _is_of(figure.value, kind):
        what = f"'{name}' is supplied as '{figure.shown}', which is not {kind}"
        yield Problem(where, what, "supply a value of the declared unit")


def _is_of(value: Value, kind: Kind) -> bool:
    if value is None:
        return True
    if isinstance(kind, Choice):
        return value in kind.options
    return isinstance(value, bool if kind is Basic.YES_NO else Fraction)


def _taken(contract: Contract, name: str, figure: Figure | None) -> Figure:
    if figure is None or figure.is_missing:
        return _by_default(contract, name, figure)
    return _own(contract, name, figure)


def _by_default(contract: Contract, name: str, figure: Figure | None) -> Figure:
    value = default_of(contract.terms, name)
    own = supplied(contract, name, value, "the agreement: what is taken where none is supplied")
    if value is not None:
        return replace(own, note="not supplied: the default is taken")
    return replace(own, source="") if figure is None else _own(contract, name, figure)


def default_of(terms: Terms, name: str) -> Value:
    """Return the value of a figure that need not be supplied; ``None`` where it must be.

    Raises ``ValueError`` where the default is not of the figure's unit.
    """
    term = terms.figures[name]
    return read_value(term.default, kind_of_figure(term), terms.currency)


def _own(contract: Contract, name: str, figure: Figure) -> Figure:
    if figure.id == f"figures.{name}":
        return figure
    own = supplied(contract, name, figure.value, "")
    return replace(own, formula=figure.id, note=figure.note, children=(figure,))
