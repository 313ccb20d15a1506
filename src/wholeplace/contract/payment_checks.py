"""The checks of who pays whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import reduce
from typing import TypeAlias

from wholeplace.contract.formula import Basic, Kind, SplitOf, same
from wholeplace.contract.formula.units import MEASURES
from wholeplace.contract.model import PaymentTerm, Terms
from wholeplace.document import Document
from wholeplace.kernel import Problem, nearest

Terming: TypeAlias = Document[Terms]
Kinds: TypeAlias = Mapping[str, Kind | None]


def check_payments(document: Terming, kinds: Kinds) -> Iterator[Problem]:
    """Yield what is wrong with the payments, given the kinds of everything defined."""
    for i, payment in enumerate(document.value.payments):
        unknown = [*_unknown_names(document, i, payment, kinds)]
        yield from unknown
        if not unknown:
            yield from _direction(document, i, payment)
        yield from _weights(document, i, payment, kinds)
        yield from _amount(document, i, payment, kinds)


def _unknown_names(
    document: Terming, i: int, payment: PaymentTerm, kinds: Kinds
) -> Iterator[Problem]:
    terms = document.value
    splits = [name for name in terms.parameters if _may_share(kinds[name])]
    for field, end in payment.ends.items():
        among = [*terms.parties, *splits] if isinstance(end, str) else [*terms.parties]
        for party in [end] if isinstance(end, str) else end:
            if party not in among:
                path = ("payments", i, field, *(() if isinstance(end, str) else (party,)))
                yield document.problem(path, f"unknown party '{party}'", nearest(party, among))


def _may_share(kind: Kind | None) -> bool:
    return kind is None or isinstance(kind, SplitOf)


def _direction(document: Terming, i: int, payment: PaymentTerm) -> Iterator[Problem]:
    parties = [name for name in payment.parties_named if name in document.value.parties]
    if not parties:
        what = "both ends are shared between parties"
        if len(payment.parties_named) == len(payment.ends):
            what = f"'{payment.from_}' and '{payment.to}' are both splits"
        yield document.problem(("payments", i), what, "name one party that pays or is paid")
    elif payment.from_ == payment.to:
        what = f"'{payment.from_}' would pay itself"
        yield document.problem(("payments", i, "to"), what, "name another party or split")


def _weights(document: Terming, i: int, payment: PaymentTerm, kinds: Kinds) -> Iterator[Problem]:
    terms = document.value
    known = [*terms.lines, *terms.figures, *terms.parameters]
    for field, end in payment.ends.items():
        if isinstance(end, str):
            continue
        if not end:
            what = "there are no parties to share it"
            yield document.problem(("payments", i, field), what, "write party: line or figure")
        for party, name in end.items():
            path = ("payments", i, field, party)
            if name not in known:
                what = f"'{name}' is not a line, a figure or a parameter"
                yield document.problem(path, what, nearest(name, known))
            elif kinds[name] is not None and kinds[name] not in MEASURES:
                what = f"'{name}' is {kinds[name]}, and only a number can be a weight"
                yield document.problem(path, what, "name a number, such as a line that is money")
        yield from _units(document, (i, field), end, kinds)


def _units(
    document: Terming, at: tuple[int, str], end: Mapping[str, str], kinds: Kinds
) -> Iterator[Problem]:
    found: dict[str, Kind | None] = {
        name: kind for name in end.values() if (kind := kinds.get(name)) in MEASURES
    }
    if found and reduce(_both, found.values()) is None:
        told = ", ".join(f"'{name}' is {kind}" for name, kind in found.items())
        what = f"the weights are of different units: {told}"
        remedy = "share by numbers of one unit, such as all money or all fractions"
        yield document.problem(("payments", *at), what, remedy)


def _both(left: Kind | None, right: Kind | None) -> Kind | None:
    return same(left, right) if left is not None and right is not None else None


def _amount(document: Terming, i: int, payment: PaymentTerm, kinds: Kinds) -> Iterator[Problem]:
    terms, name, path = document.value, payment.amount, ("payments", i, "amount")
    payable = [*terms.lines, *terms.figures]
    if name not in payable:
        remedy = nearest(name, payable)
        yield document.problem(path, f"'{name}' is not a line or a figure", remedy)
    elif kinds[name] not in {Basic.MONEY, None}:
        what = f"'{name}' is {kinds[name]}, and only money can be paid"
        yield document.problem(path, what, "name a line that is money")
