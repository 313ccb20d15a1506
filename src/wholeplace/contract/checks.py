"""The checks of an agreement beyond its formulas: each a function from document to problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from wholeplace.contract.agreement import Line
from wholeplace.contract.formula import FUNCTIONS, WORDS, Basic, Kind, names_in
from wholeplace.contract.model import PaymentTerm, Terms
from wholeplace.document import Document
from wholeplace.kernel import Problem, nearest

Terming: TypeAlias = Document[Terms]
Kinds: TypeAlias = Mapping[str, Kind | None]
# What a settled row says beside its lines.
ROW_COLUMNS = ("status", "problems")
MOST_LINES = 300
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


def _size(document: Terming) -> Iterator[Problem]:
    if len(document.value.lines) > MOST_LINES:
        what = f"there are more than {MOST_LINES} lines"
        yield document.problem(("lines",), what, "make two agreements of it")


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


def check_payments(document: Terming, kinds: Kinds) -> Iterator[Problem]:
    """Yield what is wrong with the payments, given the kinds of everything defined."""
    for i, payment in enumerate(document.value.payments):
        ends = (("from", payment.from_), ("to", payment.to))
        unknown = [end for end in ends if end[1] not in _ends(document, kinds)]
        for field, name in unknown:
            remedy = nearest(name, _ends(document, kinds))
            yield document.problem(("payments", i, field), f"unknown party '{name}'", remedy)
        if not unknown:
            yield from _direction(document, i, payment)
        yield from _amount(document, i, payment, kinds)


def _ends(document: Terming, kinds: Kinds) -> list[str]:
    splits = [name for name in document.value.parameters if kinds[name] in {Basic.SPLIT, None}]
    return [*document.value.parties, *splits]


def _direction(document: Terming, i: int, payment: PaymentTerm) -> Iterator[Problem]:
    terms, pair = document.value, (payment.from_, payment.to)
    if not set(pair) & set(terms.parties):
        what = f"'{payment.from_}' and '{payment.to}' are both splits"
        yield document.problem(("payments", i), what, "name one party that pays or is paid")
        return
    for name, other in (pair, pair[::-1]):
        sharing = [
            party
            for dated in (terms.parameters[name].values.root if name in terms.parameters else ())
            if isinstance(dated.value, dict)
            for party in dated.value
        ]
        if other in sharing or name == other == payment.to:
            what = f"'{payment.from_}' would pay itself"
            yield document.problem(("payments", i, "to"), what, "name another party or split")
            return


def _amount(document: Terming, i: int, payment: PaymentTerm, kinds: Kinds) -> Iterator[Problem]:
    terms, name, path = document.value, payment.amount, ("payments", i, "amount")
    payable = [*terms.lines, *terms.figures]
    if name not in payable:
        remedy = nearest(name, payable)
        yield document.problem(path, f"'{name}' is not a line or a figure", remedy)
    elif kinds[name] not in {Basic.MONEY, None}:
        what = f"'{name}' is {kinds[name]}, and only money can be paid"
        yield document.problem(path, what, "name a line that is money")


def warnings_of(document: Terming, lines: tuple[Line, ...]) -> Iterator[Problem]:
    """Yield a warning for every figure and parameter that nothing uses."""
    terms = document.value
    used = {name for line in lines for name in names_in(line.tree)}
    used |= {name for p in terms.payments for name in (p.from_, p.to, p.amount)}
    used |= {term.by for term in terms.parameters.values() if term.by is not None}
    for section in ("figures", "parameters"):
        for name in getattr(terms, section):
            if name not in used:
                what = f"'{name}' is never used"
                yield document.problem((section, name), what, "use it in a line, or remove it")


CHECKS: tuple[Callable[[Terming], Iterator[Problem]], ...] = (_names, _size, _figures, _records)
