"""The price against what is in scope, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wholeplace.contract.deal import ScopeTerm, ServiceTerm
from wholeplace.contract.formula import Basic
from wholeplace.contract.model import Terms
from wholeplace.contract.scalar import Scalar
from wholeplace.kernel import Money
from wholeplace.settle.signing.advice import Draft, years_of


@dataclass(frozen=True, slots=True)
class PricedYear:
    """A contract year: its price, the expected cost of its services, and VAT that is not got back.

    ``None`` is what the agreement does not say. ``vat`` is part of the cost where ``vat_is_borne``:
    a provider says that it gets none back.
    """

    year: str
    start: date
    price: Money | None
    ceiling: Money | None
    cost: Money | None
    vat: Money | None
    vat_is_borne: bool

    @property
    def whole_cost(self) -> Money | None:
        """The expected cost, with the VAT that is borne."""
        if self.cost is None or self.vat is None or not self.vat_is_borne:
            return self.cost
        return self.cost + self.vat

    @property
    def gap(self) -> Money | None:
        """The price less the whole cost; below zero, it does not cover it."""
        cost = self.whole_cost
        return None if self.price is None or cost is None else self.price - cost

    def to_dict(self) -> dict[str, object]:
        """Return the year for ``--json``, amounts in pence."""
        amounts = {name: getattr(self, name) for name in ("price", "ceiling", "cost", "vat", "gap")}
        pence = {name: amount.pence if amount else None for name, amount in amounts.items()}
        return {"year": self.year, "vat_is_borne": self.vat_is_borne} | pence


def reconciled(draft: Draft) -> tuple[PricedYear, ...]:
    """Return every contract year that has a price or a cost."""
    scope = draft.terms.scope
    if scope is None:
        return ()
    years = (_year(draft, scope, start) for start in years_of(draft.terms))
    return tuple(year for year in years if year.price is not None or year.cost is not None)


def _year(draft: Draft, scope: ScopeTerm, start: date) -> PricedYear:
    parties = draft.terms.parties.values()
    ceiling = scope.ceiling.on(start) if scope.ceiling else None
    return PricedYear(
        year=draft.contract.year_name(start),
        start=start,
        price=_price(draft.terms, scope, start),
        ceiling=ceiling.value if ceiling else None,
        cost=_sum([_cost(service, start) for service in scope.services]),
        vat=_sum([_vat(service, start) for service in scope.services]),
        vat_is_borne=any(party.recovers_vat is False for party in parties),
    )


def _price(terms: Terms, scope: ScopeTerm, start: date) -> Money | None:
    if scope.price is None or (scope.price_until and start > scope.price_until):
        return None
    if not isinstance(scope.price, str):
        entry = scope.price.on(start)
        return entry.value if entry else None
    dated = terms.parameters[scope.price].values.on(start)
    value = dated.value if dated else None
    return _money(value, Money(0, terms.currency)) if isinstance(value, Scalar) else None


def _money(scalar: Scalar, whole: Money) -> Money:
    """Return an amount, or a share of a whole."""
    if scalar.kind is Basic.FRACTION:
        return whole.times(Fraction(scalar.value))
    return Money(100, scalar.currency or whole.currency).times(Fraction(scalar.value))


def _cost(service: ServiceTerm, start: date) -> Money | None:
    entry = service.cost.on(start) if service.cost else None
    return entry.value if entry else None


def _vat(service: ServiceTerm, start: date) -> Money | None:
    cost = _cost(service, start)
    return None if cost is None or service.vat is None else _money(service.vat, cost)


def _sum(amounts: list[Money | None]) -> Money | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known[1:], known[0]) if known else None
