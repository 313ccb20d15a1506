"""Does the price cover what is in scope, for as long as the agreement runs?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from wholeplace.kernel import Money
from wholeplace.settle.signing.advice import Advice, Draft, listed
from wholeplace.settle.signing.reconcile import PricedYear, reconciled

_UNKNOWN_COST = (
    "a price that was agreed before the cost of the scope was known has ended a large contract"
    " within its first year; nobody can see a gap that is not written down"
)
_GAP = (
    "the gap is there on the first day, and savings come later than bills: a contract with such a"
    " gap in its first year has ended within months"
)


def price_against_cost(draft: Draft) -> Iterator[Advice]:
    """Say where the price is less than the expected cost, by how much and when."""
    years = reconciled(draft)
    short = [(year, year.gap) for year in years if year.gap is not None and year.gap.pence < 0]
    if not short:
        return
    gaps = [year.gap for year in years if year.gap is not None]
    total = sum(gaps[1:], gaps[0])
    first, gap = short[0]
    over = f", and {_apart(total)} over all {len(gaps)} years" if len(gaps) > 1 else ""
    what = (
        f"the price of {first.year} ({_short(first.price)}) is {(-gap).short()} less than the"
        f" expected cost ({_short(first.whole_cost)}{_of_vat(first)}){over}"
    )
    remedy = "agree the price anew, take services out of scope, or say who pays the difference"
    yield draft.advice(("scope", "price"), what, _GAP, remedy)


def _short(amount: Money | None) -> str:
    return amount.short() if amount else "none"


def _apart(amount: Money) -> str:
    return f"{amount.short()} more" if amount.pence > 0 else f"{(-amount).short()} less"


def _of_vat(year: PricedYear) -> str:
    borne = year.vat if year.vat_is_borne else None
    return f", of which {borne.short()} VAT that is not got back" if borne else ""


def price_against_ceiling(draft: Draft) -> Iterator[Advice]:
    """Say how the price stands to what the commissioner had reckoned with, where that tells."""
    years = [y for y in reconciled(draft) if y.price is not None and y.ceiling is not None]
    if not years:
        return
    price, ceiling = (_total([getattr(year, name) for year in years]) for name in _BOTH)
    what = f"the price over {len(years)} years ({price.short()}) is {{}} the ceiling of the"
    what += f" commissioner ({ceiling.short()})"
    if price > ceiling:
        remedy = "agree who pays what is above the ceiling, or lower the price with the scope"
        why = "what is above the ceiling is in nobody's budget"
        over = (price - ceiling).short()
        yield draft.advice(("scope", "ceiling"), what.format(f"{over} above"), why, remedy)
    elif price < ceiling and not _is_covered(draft, years):
        why = "a bid below what the buyer had reckoned with has won a contract it could not pay for"
        remedy = "ask what the price leaves out, before it is accepted"
        under = (ceiling - price).short()
        yield draft.advice(("scope", "ceiling"), what.format(f"{under} below"), why, remedy)


_BOTH = ("price", "ceiling")


def _total(amounts: Sequence[Money]) -> Money:
    return sum(amounts[1:], amounts[0])


def _is_covered(draft: Draft, years: Sequence[PricedYear]) -> bool:
    services = draft.terms.scope.services if draft.terms.scope else ()
    gaps = [year.gap for year in years]
    is_known = bool(services) and all(service.cost for service in services)
    return is_known and all(gap is not None and gap.pence >= 0 for gap in gaps)


def scope_without_cost(draft: Draft) -> Iterator[Advice]:
    """Say what is in scope without an expected cost, or that nothing says what is in scope."""
    scope = draft.terms.scope
    remedy = "write the cost of each service, dated, from the books of those who provide it now"
    if scope is None or not scope.services:
        what = "it does not say which services are in scope and what they cost"
        yield draft.advice(("scope",), what, _UNKNOWN_COST, remedy)
        return
    for i, service in enumerate(scope.services):
        if service.cost is None:
            what = f"'{service.name}' is in scope, and nobody says what it costs"
            yield draft.advice(("scope", "services", i), what, _UNKNOWN_COST, remedy)


def years_without_price(draft: Draft) -> Iterator[Advice]:
    """Say for which years of the agreement there is no price."""
    terms, scope = draft.terms, draft.terms.scope
    if scope is None or scope.price is None:
        what, why = "there is no price to hold against the cost of what is in scope", _UNKNOWN_COST
        remedy = "write scope: {price: ...}, for a year, by date"
        yield draft.advice(("scope",), what, why, remedy)
        return
    bare = [year.year for year in reconciled(draft) if year.price is None]
    ends = scope.price_until
    if ends and terms.term and ends < terms.term.until:
        what = f"the price is agreed to {ends}, and the agreement runs to {terms.term.until}"
        yield draft.advice(("scope", "price_until"), what, _ends_early(ends), _AGREE_HOW)
    elif bare:
        what = f"there is no price for {listed(bare)}"
        yield draft.advice(("scope", "price"), what, _UNKNOWN_COST, _AGREE_HOW)


_AGREE_HOW = "agree now how the price of those years is found, or shorten the agreement"


def _ends_early(ends: date) -> str:
    return f"after {ends} either party can hold up the other: there is a duty and no price for it"
