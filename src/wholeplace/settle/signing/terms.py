"""Is it agreed how the agreement will be tried, looked at again, and put right?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from wholeplace.contract import Phase
from wholeplace.contract.deal import ServiceTerm
from wholeplace.settle.signing.advice import Advice, Draft, listed, years_of

# assumed: after two years a first review comes too late; in the case behind this check, eight
# months did. A provider's reserves are the better measure, and are not in the agreement.
LATEST_FIRST_REVIEW = 2
_REVIEWS = (
    "costs, lists and duties change; where it was not agreed beforehand when the price is looked"
    " at again, the parties could only carry on or end it"
)


def length_not_stated(draft: Draft) -> Iterator[Advice]:
    """Say that the agreement does not tell how long it runs."""
    if draft.terms.term is None:
        what = "it does not say how long it runs"
        why = "price, guarantees and reviews can only be held against a time"
        yield draft.advice(("title",), what, why, "add term: {from: ..., until: ...}")


def no_review(draft: Draft) -> Iterator[Advice]:
    """Say that no review with re-basing was agreed, or that the first comes late."""
    terms = draft.terms
    rebasing = [review for review in terms.reviews if review.rebases]
    remedy = "add reviews: [{on: ..., title: ..., rebases: [...], source: ...}]"
    if not rebasing:
        what = "no review was agreed at which numbers are set anew"
        yield draft.advice(("reviews",), what, _REVIEWS, remedy)
        return
    began = terms.term.from_ if terms.term else min(years_of(terms), default=None)
    if began and rebasing[0].on > _years_on(began):
        i = terms.reviews.index(rebasing[0])
        what = (
            f"the first review that sets numbers anew is on {rebasing[0].on}, more than"
            f" {LATEST_FIRST_REVIEW} years after {began}"
        )
        yield draft.advice(("reviews", i, "on"), what, _REVIEWS, "agree an earlier one as well")


def _years_on(day: date) -> date:
    # 29 February has no like in most years; the day before it will do.
    is_leap_day = (day.month, day.day) == (2, 29)
    return date(day.year + LATEST_FIRST_REVIEW, day.month, day.day - is_leap_day)


def no_shadow_year(draft: Draft) -> Iterator[Advice]:
    """Say that no year is worked out before it is paid."""
    phases = draft.terms.phases
    if phases is None or Phase.SHADOW not in [entry.value for entry in phases.root]:
        what = "no year runs in shadow: the first that is worked out is also paid"
        why = "figures that were never counted before are wrong the first time, in ways nobody sees"
        remedy = "add phases: [{from: ..., value: shadow, ...}, {from: ..., value: live, ...}]"
        yield draft.advice(("phases",), what, why, remedy)


def figures_without_example(draft: Draft) -> Iterator[Advice]:
    """Say which figures no worked example gives."""
    why = "what the parties have not worked through together they may each understand differently"
    if draft.examples is None or not draft.examples.value.root:
        what, remedy = "there are no worked examples", "write examples.yaml beside it"
        yield draft.advice(("figures",), what, why, remedy)
        return
    given = {name for example in draft.examples.value.root for name in example.given}
    bare = [name for name in draft.terms.figures if name not in given]
    if bare:
        quoted = [f"'{name}'" for name in bare]
        what = f"no worked example gives {listed(quoted)}"
        remedy = "add examples that do, with the parties"
        yield draft.advice(("figures", bare[0]), what, why, remedy)


def assumed(draft: Draft) -> Iterator[Advice]:
    """Say which numbers rest on an assumption and on no document."""
    terms = draft.terms
    sources = {
        f"'{name}'": [entry.source for entry in term.values.root]
        for name, term in terms.parameters.items()
    }
    sources |= {f"the cost of '{s.name}'": _sources(s) for s in _services(draft)}
    names = [name for name, cited in sources.items() if any(map(_is_assumed, cited))]
    if names:
        what = f"{listed(names)} rest{'s' * (len(names) == 1)} on assumptions, as their sources say"
        why = "a number that one party assumes is a number that another will dispute"
        yield draft.advice(_place(draft, names[0]), what, why, "agree them, and cite where")


def _services(draft: Draft) -> tuple[ServiceTerm, ...]:
    return draft.terms.scope.services if draft.terms.scope else ()


def _sources(service: ServiceTerm) -> list[str]:
    costs = [entry.source for entry in service.cost.root] if service.cost else []
    return [service.source, *costs]


def _is_assumed(source: str) -> bool:
    return source.strip().lower().startswith("assumed")


def _place(draft: Draft, name: str) -> tuple[str, ...]:
    bare = name.strip("'")
    return ("parameters", bare) if bare in draft.terms.parameters else ("scope", "services")
