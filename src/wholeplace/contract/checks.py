"""The checks of an agreement beyond its formulas: each a function from document to problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import TypeAlias

from wholeplace.contract.agreement import Line
from wholeplace.contract.figures import default_of
from wholeplace.contract.formula import FUNCTIONS, WORDS, Kind, names_in
from wholeplace.contract.model import Terms
from wholeplace.document import Document
from wholeplace.kernel import Problem

Terming: TypeAlias = Document[Terms]
Kinds: TypeAlias = Mapping[str, Kind | None]
# What a settled row says beside its lines.
ROW_COLUMNS = ("status", "standing", "problems")
# No true agreement is near these; one made to be slow would be.
MOST = {
    "parties": 300,
    "figures": 1_000,
    "parameters": 1_000,
    "lines": 300,
    "payments": 300,
    "variations": 100,
    "reviews": 100,
    "guarantees": 300,
}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def _names(document: Terming) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for section in ("parties", "figures", "parameters", "lines"):
        for name in getattr(document.value, section):
            path = (section, name)
            if not _NAME.fullmatch(name):
                what = f"'{name}' is not a name: letters, digits and _ only, a letter first"
                yield document.problem(path, what, "choose a name like provider_share")
            elif name in WORDS or name in FUNCTIONS:
                what = f"'{name}' is a word of the formulas"
                yield document.problem(path, what, "choose another name")
            elif name in first:
                what = f"'{name}' is already defined in {first[name]}"
                yield document.problem(path, what, "give each thing a name of its own")
            first.setdefault(name, section)


def check_size(document: Terming) -> Iterator[Problem]:
    """Yield where there is more than any agreement needs; the rest is then not looked at."""
    for section, most in MOST.items():
        if len(getattr(document.value, section)) > most:
            what = f"there are more than {most:,} {section}"
            yield document.problem((section,), what, "make two agreements of it")


def _figures(document: Terming) -> Iterator[Problem]:
    for name, figure in document.value.figures.items():
        if figure.unit == "choice" and not figure.of:
            what = "a choice must say what it may be"
            yield document.problem(("figures", name), what, "add of: [first, second]")
        if figure.unit != "choice" and figure.of:
            what = f"'of' is for a choice, but the unit is {figure.unit}"
            yield document.problem(
                ("figures", name, "of"), what, "write unit: choice, or remove it"
            )
        try:
            default_of(document.value, name)
        except ValueError as error:
            path = ("figures", name, "default")
            yield document.problem(path, str(error), f"write a value that is {figure.unit}")


def _records(document: Terming) -> Iterator[Problem]:
    terms = document.value
    if terms.records is None:
        return
    for name, figure in terms.figures.items():
        if figure.column is None:
            what = f"there are records, but no column is named for '{name}'"
            yield document.problem(("figures", name), what, "add column: the name of the column")
    for name in ROW_COLUMNS:
        if name in terms.lines:
            what = f"'{name}' is a column that every settled row has"
            yield document.problem(("lines", name), what, "rename the line")
    for i, column in enumerate(terms.records.identify):
        if column in terms.lines:
            what = f"the column '{column}' that identifies a row is also the name of a line"
            yield document.problem(("records", "identify", i), what, "rename the line")


def warnings_of(document: Terming, lines: tuple[Line, ...]) -> Iterator[Problem]:
    """Yield a warning for all that nothing uses, that is never in force, or that is paid twice."""
    yield from _unused(document, lines)
    yield from _never_in_force(document)
    yield from _repeated_payments(document)


def _never_in_force(document: Terming) -> Iterator[Problem]:
    # Parameters are taken on the first day of a year; what lies between two such days is lost.
    year = document.value.year
    for name, term in document.value.parameters.items():
        for entry, later in pairwise(term.values.root):
            first, until = entry.from_, later.from_
            years = range(first.year, until.year + 1)
            if not any(first <= year.in_year(each) < until for each in years):
                what = f"no contract year starts from {first} to {until}: that value never holds"
                remedy = "date it on the first day of a contract year"
                yield document.problem(("parameters", name), f"'{name}': {what}", remedy)


def _repeated_payments(document: Terming) -> Iterator[Problem]:
    payments = document.value.payments
    for i, payment in enumerate(payments):
        ends = (payment.from_, payment.to, payment.amount)
        if ends in [(other.from_, other.to, other.amount) for other in payments[:i]]:
            what = f"'{payment.amount}' is paid again between the same parties"
            yield document.problem(("payments", i), what, "remove it, or pay a line that adds up")


def _unused(document: Terming, lines: tuple[Line, ...]) -> Iterator[Problem]:
    terms = document.value
    used = {name for line in lines for name in names_in(line.tree)}
    used |= {n for p in terms.payments for n in (p.amount, *p.parties_named, *p.weights.values())}
    used |= {terms.scope.price} if terms.scope and isinstance(terms.scope.price, str) else set()
    used |= {term.by for term in terms.parameters.values() if term.by is not None}
    for section in ("figures", "parameters"):
        for name in getattr(terms, section):
            if name not in used:
                what = f"'{name}' is never used"
                yield document.problem((section, name), what, "use it in a line, or remove it")


CHECKS: tuple[Callable[[Terming], Iterator[Problem]], ...] = (_names, _figures, _records)
