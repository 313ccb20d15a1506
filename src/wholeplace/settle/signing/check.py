"""The check before signing: a list of functions from a draft to advice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wholeplace.settle.signing.advice import Advice, Draft
from wholeplace.settle.signing.limits import no_limit
from wholeplace.settle.signing.parties import form_not_stated, no_guarantee, vat_not_recovered
from wholeplace.settle.signing.price import (
    price_against_ceiling,
    price_against_cost,
    scope_without_cost,
    years_without_price,
)
from wholeplace.settle.signing.terms import (
    assumed,
    figures_without_example,
    length_not_stated,
    no_review,
    no_shadow_year,
)

# In the order in which they are told: the money first.
SIGNING_CHECKS: tuple[Callable[[Draft], Iterator[Advice]], ...] = (
    price_against_cost,
    price_against_ceiling,
    scope_without_cost,
    length_not_stated,
    years_without_price,
    vat_not_recovered,
    form_not_stated,
    no_guarantee,
    no_review,
    no_limit,
    no_shadow_year,
    figures_without_example,
    assumed,
)


def advice_before_signing(draft: Draft) -> tuple[Advice, ...]:
    """Return what to settle before an agreement is signed; it refuses nothing."""
    return tuple(advice for check in SIGNING_CHECKS for advice in check(draft))
