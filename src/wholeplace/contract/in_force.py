"""The parameters of an agreement as they stand on the first day of a contract year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wholeplace.contract.agreement import Contract
from wholeplace.contract.formula import Kind, Operand, TableOf, unit_of
from wholeplace.contract.model import ValueTerm
from wholeplace.contract.parameters import operand_of, told
from wholeplace.contract.scalar import Scalar
from wholeplace.contract.variations import variation_of
from wholeplace.document import Dated
from wholeplace.kernel import Figure, Problem, Unit, refuse_if


@dataclass(frozen=True, slots=True)
class InForce:
    """Parameters of one year: as values to work with, and as figures with their source.

    ``entries`` has a figure for each entry of a table, by name and word.
    """

    values: Mapping[str, Operand]
    figures: Mapping[str, Figure]
    entries: Mapping[tuple[str, str], Figure]


@lru_cache(maxsize=64)  # a table of thousands of rows settles the same few years again and again
def in_force_on(contract: Contract, day: date) -> InForce:
    """Return the parameters in force in the contract year that starts on a day.

    Raises ``Refused`` where the day does not start a contract year, and for every parameter that
    has no value on it.
    """
    refuse_if(_problems(contract, day))
    dated = {name: entry for name, entry in _on(contract, day) if entry is not None}
    return InForce(
        {name: operand_of(entry.value) for name, entry in dated.items()},
        {name: _figure(contract, name, entry) for name, entry in dated.items()},
        {
            (name, word): _figure(contract, name, entry, word)
            for name, entry in dated.items()
            if isinstance(contract.parameters[name].kind, TableOf) and isinstance(entry.value, dict)
            for word in entry.value
        },
    )


def _on(contract: Contract, day: date) -> Iterator[tuple[str, Dated[ValueTerm] | None]]:
    for name in contract.parameters:
        yield name, contract.terms.parameters[name].values.on(day)


def _problems(contract: Contract, day: date) -> Iterator[Problem]:
    start = contract.terms.year.in_year(day.year)
    if day != start:
        what = f"{day} does not start a contract year"
        yield contract.document.problem(("year",), what, f"use {start}, or correct the year")
    for name, entry in _on(contract, day):
        if entry is None:
            first = contract.parameters[name].values[0].from_
            what = f"'{name}' has no value on {day}; its first begins on {first}"
            remedy = "add the value for that time, or settle a later year"
            yield contract.document.problem(("parameters", name), what, remedy)


def _figure(
    contract: Contract, name: str, entry: Dated[ValueTerm], word: str | None = None
) -> Figure:
    parameter = contract.parameters[name]
    kind, value = parameter.kind, entry.value
    if word is not None and isinstance(kind, TableOf) and isinstance(value, dict):
        kind, value = kind.each, value[word]
    return Figure(
        id=f"parameters.{name}" + ("" if word is None else f"[{word}]"),
        value=value.value if isinstance(value, Scalar) else told(value),
        unit=unit_of(kind),
        label=parameter.label,
        source=entry.source,
        note=_since(contract, name, entry.from_),
        currency=currency_of(contract, kind),
    )


def _since(contract: Contract, name: str, day: date) -> str:
    variation = variation_of(contract.terms, name, day)
    return f"in force from {day}" + (f" by the variation '{variation.title}'" if variation else "")


def currency_of(contract: Contract, kind: Kind) -> str:
    """Return the currency of a figure of a kind; only money has one of its own."""
    return contract.terms.currency if unit_of(kind) is Unit.MONEY else "GBP"
