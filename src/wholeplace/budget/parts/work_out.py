"""The three parts of a budget, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from wholeplace.budget.flows.sums import missing, pounds, summed
from wholeplace.budget.in_text import Placed, unread
from wholeplace.budget.parts.check import problems_of
from wholeplace.budget.parts.document import AGREED, PROPOSED, WITHIN, Parts, share_on
from wholeplace.budget.parts.year import YearOfParts
from wholeplace.document import Timeline
from wholeplace.kernel import Figure, FinancialYear, Unit, refuse_if, round_half_away
from wholeplace.kernel.number import percent

UNREAD = unread("parts")

BudgetByYear = Mapping[FinancialYear, Mapping[str, Figure]]
"""What each line comes to in each year, in pounds."""


def three_parts(
    budgets: BudgetByYear, terms: Parts, where: Placed = UNREAD
) -> tuple[YearOfParts, ...]:
    """Return each year's budget in its three parts, in order; all of it to the penny.

    ``budgets`` has every line, those too that join later; all amounts are of one currency. A share
    is that in force on the first day of the year. Raises ``Refused`` with everything that is wrong.
    """
    refuse_if(problems_of(budgets, terms, where))
    found: list[YearOfParts] = []
    for year in sorted(budgets):
        found.append(_year(budgets[year], terms, year, found))
    return tuple(found)


def _year(
    lines: Mapping[str, Figure], terms: Parts, year: FinancialYear, before: Sequence[YearOfParts]
) -> YearOfParts:
    currency = next(iter(lines.values())).currency
    phase = terms.phases.on(year.start)
    own, joined, proposed = (
        [lines[line] for line in lines if _standing(terms, line, year) == standing]
        for standing in ("", AGREED, PROPOSED)
    )

    def total(name: str, label: str, some: Sequence[Figure]) -> Figure:
        return summed(f"budget.parts.{year.slug}.{name}", f"{label}, {year}", some, currency)

    budget = total("budget", "Whole-population budget", [*own, *joined])
    share, outcomes = _outcomes(terms, year, budget)
    made = YearOfParts(
        year,
        phase.value if phase else "",
        phase.source if phase else "",
        budget,
        total("joined", "Lines that have joined", joined),
        total("proposed", "Lines that may join, and do not count yet", proposed),
        terms.outcomes.paid,
        _fixed(terms, year, budget, outcomes),
        share,
        _growth(share, year, before),
        outcomes,
        *_exposed(terms, year, budget),
        budget,
        budget,
    )
    return _bounds(made)


def _standing(terms: Parts, line: str, year: FinancialYear) -> str:
    """Return how a line stands: from the start (empty), ``agreed``, ``proposed`` or not yet."""
    variation = terms.joining(line)
    if variation is None:
        return ""
    if variation.from_ > year.start:
        return "not yet"
    return variation.status


def _outcomes(terms: Parts, year: FinancialYear, budget: Figure) -> tuple[Figure, Figure]:
    value, source = share_on(terms.outcomes.share, year.start)
    id_, word = f"budget.parts.{year.slug}", terms.outcomes.paid.replace("_", " ")
    share = Figure(
        f"{id_}.outcomes_share", value, Unit.FRACTION,
        f"Part that depends on outcomes, {year}", "share that was agreed", source=source,
    )  # fmt: skip
    label = f"At stake on outcomes, {word} of the budget, {year}"
    if terms.outcomes.paid == WITHIN:
        label = f"At stake on outcomes, {word} the budget, {year}"
    return share, _of(f"{id_}.outcomes", label, budget, (share,), terms.outcomes.source)


def _fixed(terms: Parts, year: FinancialYear, budget: Figure, outcomes: Figure) -> Figure:
    id_, label = f"budget.parts.{year.slug}.fixed", f"Paid whatever the outcomes, {year}"
    inside = [outcomes] if terms.outcomes.paid == WITHIN else []
    formula = "budget - outcomes" if inside else "the whole budget: outcomes are on top"
    return summed(id_, label, [budget], budget.currency, inside, formula)


def _growth(share: Figure, year: FinancialYear, before: Sequence[YearOfParts]) -> Figure:
    id_, label = f"budget.parts.{year.slug}.growth", f"Growth of the part on outcomes, {year}"
    figure = Figure(id_, None, Unit.FRACTION, label, note="no year before it is told")
    if not before or before[-1].year != year.plus(-1):
        return figure
    last = before[-1].outcomes_share
    value = Fraction(share.value or 0) - Fraction(last.value or 0)
    said = f"{share.shown} - {last.shown}"
    return replace(
        figure, value=value, formula="share - share of the year before (percentage points)",
        inputs=said, note="", children=(share, last),
    )  # fmt: skip


def _exposed(terms: Parts, year: FinancialYear, budget: Figure) -> tuple[Figure, Figure, Figure]:
    id_, gain_loss = f"budget.parts.{year.slug}", terms.gain_loss

    def share(name: str, label: str, timeline: Timeline[Fraction]) -> Figure:
        value, source = share_on(timeline, year.start)
        return Figure(f"{id_}.{name}", value, Unit.FRACTION, label, source=source)

    part = share("exposed_share", "Part exposed to gain and loss", gain_loss.exposed)
    up = share("upside", "Part of a gain that is kept", gain_loss.upside)
    down = share("downside", "Part of a loss that is borne", gain_loss.downside)
    exposed = _of(f"{id_}.exposed", f"Exposed to gain and loss, {year}", budget, (part,))
    gain = _of(f"{id_}.gain", f"Gain at most, {year}", budget, (part, up))
    loss = _of(f"{id_}.loss", f"Loss at most, {year}", budget, (part, down))
    return exposed, _capped(terms, year, gain), loss


def _capped(terms: Parts, year: FinancialYear, gain: Figure) -> Figure:
    cap = terms.gain_loss.cap.on(year.start) if terms.gain_loss.cap else None
    if cap is None or cap.value.exact >= Fraction(gain.value or 0):
        return gain
    source = f"{cap.source}; {gain.source}" if gain.source else cap.source
    whole = replace(gain, id=f"{gain.id}.uncapped", label=f"{gain.label}, before its cap")
    return replace(
        gain, value=cap.value.exact, formula="cap, which is below exposed x upside",
        inputs=f"{cap.value} < {gain.shown}", source=source, children=(whole,),
    )  # fmt: skip


def _of(id_: str, label: str, budget: Figure, shares: Sequence[Figure], source: str = "") -> Figure:
    """Return shares of a budget, rounded once to the penny; missing where the budget is."""
    if not isinstance(budget.value, Fraction):
        return missing(id_, label, budget.note, budget.currency)
    value = budget.value
    for share in shares:
        value *= Fraction(share.value or 0)
    sources = dict.fromkeys(filter(None, (source, *(share.source for share in shares))))
    figure = pounds(id_, label, round_half_away(value * 100), budget.currency)
    words = " x ".join(("budget", *(share.id.rpartition(".")[2] for share in shares)))
    said = " x ".join((budget.shown, *(percent(Fraction(s.value or 0)) for s in shares)))
    return replace(
        figure, formula=words, inputs=said, source="; ".join(sources), children=(budget, *shares)
    )


def _bounds(year: YearOfParts) -> YearOfParts:
    currency, id_ = year.budget.currency, f"budget.parts.{year.year.slug}"
    most = summed(
        f"{id_}.at_most", f"Worth at most, {year.year}",
        [year.fixed, year.outcomes, year.gain_at_most], currency,
        formula="fixed + outcomes + gain at most",
    )  # fmt: skip
    least = summed(
        f"{id_}.at_least", f"Worth at least, {year.year}", [year.fixed], currency,
        [year.loss_at_most], "fixed - loss at most: no outcome is met",
    )  # fmt: skip
    return replace(year, at_most=most, at_least=least)
