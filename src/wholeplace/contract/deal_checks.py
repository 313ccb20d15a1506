"""The checks of what an agreement says about itself: phases, reviews, guarantees, scope."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TypeAlias

from wholeplace.contract.deal import ScopeTerm
from wholeplace.contract.formula import Basic
from wholeplace.contract.model import Terms
from wholeplace.contract.scalar import Scalar
from wholeplace.document import Document
from wholeplace.kernel import Money, Problem, Role, nearest

Terming: TypeAlias = Document[Terms]
Path: TypeAlias = tuple[str | int, ...]


def _phases(document: Terming) -> Iterator[Problem]:
    terms = document.value
    for i, entry in enumerate(terms.phases.root if terms.phases else ()):
        start = terms.year.in_year(entry.from_.year)
        if entry.from_ != start:
            what = f"{entry.from_} does not start a contract year, and a year is of one phase"
            yield document.problem(("phases", i, "from"), what, f"use {start}")


def _reviews(document: Terming) -> Iterator[Problem]:
    terms = document.value
    for i, (earlier, later) in enumerate(pairwise(terms.reviews), 1):
        if later.on <= earlier.on:
            what = f"{later.on} does not come after {earlier.on}"
            yield document.problem(("reviews", i, "on"), what, "put the reviews in order of date")
    for i, review in enumerate(terms.reviews):
        for j, name in enumerate(review.rebases):
            if name not in terms.parameters:
                what = f"'{name}' is not a parameter"
                remedy = nearest(name, terms.parameters)
                yield document.problem(("reviews", i, "rebases", j), what, remedy)


def _guarantees(document: Terming) -> Iterator[Problem]:
    terms = document.value
    for i, guarantee in enumerate(terms.guarantees):
        if guarantee.of not in terms.parties:
            remedy = nearest(guarantee.of, terms.parties)
            what = f"unknown party '{guarantee.of}'"
            yield document.problem(("guarantees", i, "of"), what, remedy)
        elif guarantee.by == guarantee.of:
            what = f"'{guarantee.of}' would answer for itself"
            yield document.problem(("guarantees", i, "by"), what, "name who else answers for it")
        yield from _currency(document, ("guarantees", i, "up_to"), guarantee.up_to)


def _scope(document: Terming) -> Iterator[Problem]:
    scope = document.value.scope
    if scope is None:
        return
    yield from _price(document, scope)
    for i, entry in enumerate(scope.ceiling.root if scope.ceiling else ()):
        yield from _currency(document, ("scope", "ceiling", i, "value"), entry.value)
    for i, service in enumerate(scope.services):
        path: Path = ("scope", "services", i)
        if service.name in [earlier.name for earlier in scope.services[:i]]:
            what = f"'{service.name}' is in scope twice"
            yield document.problem((*path, "name"), what, "put the two together")
        for j, entry in enumerate(service.cost.root if service.cost else ()):
            yield from _currency(document, (*path, "cost", j, "value"), entry.value)
        if isinstance(service.vat, Scalar) and service.vat.kind is Basic.MONEY:
            amount = Money(0, service.vat.currency)
            yield from _currency(document, (*path, "vat"), amount)


def _price(document: Terming, scope: ScopeTerm) -> Iterator[Problem]:
    terms, path = document.value, ("scope", "price")
    if isinstance(scope.price, str):
        if scope.price not in terms.parameters:
            what = f"'{scope.price}' is not a parameter"
            remedy = nearest(scope.price, terms.parameters)
            yield document.problem(path, what, f"{remedy} (or write dated amounts)")
        elif not _is_money(terms, scope.price):
            what = f"'{scope.price}' is not an amount of money at every date"
            yield document.problem(path, what, "name a parameter that is one amount")
        return
    for i, entry in enumerate(scope.price.root if scope.price else ()):
        yield from _currency(document, (*path, i, "value"), entry.value)


def _is_money(terms: Terms, name: str) -> bool:
    values = [entry.value for entry in terms.parameters[name].values.root]
    return all(isinstance(value, Scalar) and value.kind is Basic.MONEY for value in values)


def _currency(document: Terming, path: Path, amount: Money) -> Iterator[Problem]:
    currency = document.value.currency
    if amount.currency != currency:
        what = f"an amount in {amount.currency} stands in an agreement in {currency}"
        yield document.problem(path, what, f"write the amount in {currency}")


def _sides(document: Terming) -> Iterator[Problem]:
    # A commissioner in law that is a provider in the agreement is most likely a slip.
    for name, party in document.value.parties.items():
        if party.legal_form == "commissioner" and party.role is Role.PROVIDER:
            what = f"'{name}' is a commissioner in law but a provider here"
            yield document.problem(("parties", name, "role"), what, "correct one of the two")


DEAL_CHECKS: tuple[Callable[[Terming], Iterator[Problem]], ...] = (
    _phases,
    _reviews,
    _guarantees,
    _scope,
    _sides,
)
