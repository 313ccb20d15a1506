"""What was agreed on outcomes, as a document says it by itself: no record is needed to tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wholeplace.kernel import Figure, FinancialYear, Money
from wholeplace.kernel.number import percent
from wholeplace.outcomes.definition import Measure
from wholeplace.outcomes.framework import DomainTree, FrameworkYear, growth_sentence
from wholeplace.outcomes.framework.document import LOCAL, NATIONAL, PAID_FOR
from wholeplace.outcomes.rewards import Calibrated
from wholeplace.outcomes.targets import Promise
from wholeplace.report.outcomes.numbers import many

NEEDS_RECORDS = (
    "Values, charts, the marks of targets and what was earned need records: load them into a"
    " workspace, and this command counts them."
)
_IN_SHADOW = "shadow"
_PAID = {"on_top": ", on top of it", "within": ", within it"}


@dataclass(frozen=True, slots=True)
class AgreedYear:
    """A year of a framework and the money that hangs on it.

    ``at_stake`` is missing where the budget is, with the reason; then there are no ``pots``, which
    are what each measure can earn. ``standing`` is ``shadow`` or ``live``, empty where the budget
    does not say; ``paid`` is whether it is paid ``on_top`` of the budget or ``within`` it.
    """

    framework: FrameworkYear
    at_stake: Figure
    budget: Figure | None = None
    pots: Mapping[str, Money] = field(default_factory=dict)
    standing: str = ""
    paid: str = ""

    @property
    def year(self) -> FinancialYear:
        """The financial year."""
        return self.framework.year


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed, in the year that was asked for and in all years of the framework.

    ``parties`` has what partners are called. ``warnings`` are sentences.
    """

    title: str
    now: AgreedYear
    years: tuple[AgreedYear, ...]
    tree: tuple[DomainTree, ...]
    measures: Mapping[str, Measure]
    parties: Mapping[str, str]
    currency: str = "GBP"
    warnings: tuple[str, ...] = ()

    @property
    def year(self) -> FinancialYear:
        """The financial year that was asked for."""
        return self.now.year

    def called(self, measure: str) -> str:
        """Return the title of a measure."""
        return self.measures[measure].title


def headlines(agreed: Agreed) -> list[str]:
    """Return what was agreed in a few sentences."""
    return [
        _of_statements(agreed),
        _of_classes(agreed),
        *_of_money(agreed.now),
        *(
            [growth_sentence(agreed.years[0].framework, agreed.years[-1].framework)]
            if len(agreed.years) > 1
            else []
        ),
        *dict.fromkeys(_promised(promise, floor) for promise, floor in _promises(agreed)),
        NEEDS_RECORDS,
    ]


def unmeasured(agreed: Agreed) -> list[tuple[str, str]]:
    """Return the statements that no measure speaks for, each with its domain."""
    return [
        (one.domain.title, spoken.statement.says)
        for one in agreed.tree
        for spoken in one.statements
        if not spoken.outcomes
    ]


def _of_statements(agreed: Agreed) -> str:
    whole = sum(len(one.statements) for one in agreed.tree)
    domains = many(len(agreed.tree), "domain", "domains")
    if not whole:
        return "No statement says what outcomes are for."
    said, lacking = many(whole, "statement", "statements"), len(unmeasured(agreed))
    if not lacking:
        return f"{said} in {domains}, each with a measure."
    return f"{said} in {domains}; nobody measures {lacking} of them yet."


def _of_classes(agreed: Agreed) -> str:
    classes = [one.outcome.class_ for one in agreed.now.framework.outcomes]
    words = (
        (PAID_FOR, "of pay for performance", "of pay for performance"),
        (LOCAL, "of local quality", "of local quality"),
        (NATIONAL, "national standard with a sanction", "national standards with sanctions"),
    )
    parts = [many(classes.count(name), *said) for name, *said in words if name in classes]
    return f"{many(len(classes), 'outcome', 'outcomes')}: {', '.join(parts)}."


def _of_money(now: AgreedYear) -> Iterator[str]:
    share, number = now.framework.incentive.value, len(now.framework.weights)
    if not isinstance(share, Fraction) or not share or not number:
        yield f"Nothing hangs on outcomes in {now.year}."
        return
    if now.at_stake.is_missing or now.budget is None:
        yield (
            f"{percent(share)} of the budget hangs on {many(number, 'outcome', 'outcomes')} in"
            f" {now.year}; how much that is, is not known: {now.at_stake.note}."
        )
        return
    shadow = ", in shadow: worked out, not paid" if now.standing == _IN_SHADOW else ""
    paid = _PAID.get(now.paid, "")
    yield (
        f"{now.at_stake.shown} is at stake in {now.year}: {percent(share)} of the budget of"
        f" {now.budget.shown}{paid}{shadow}."
    )
    by_result = sum(one.is_paid_by_result for one in now.framework.outcomes)
    rest = number - by_result
    work = f", and {rest} for the work of sampling or a baseline" if rest else ""
    yield f"{many(by_result, 'outcome is', 'outcomes are')} paid by the result{work}."


def _promises(agreed: Agreed) -> Iterator[tuple[Promise, Fraction]]:
    for one in agreed.now.framework.outcomes:
        if one.phase and one.curve is not None and isinstance(one.curve.value, Calibrated):
            yield one.curve.value.promise, one.curve.value.at_floor


def _promised(promise: Promise, at_floor: Fraction) -> str:
    return (
        f"A target is set so that where nothing truly changes, {percent(at_floor)} of the reward or"
        f" more comes with a chance of {percent(promise.floor_chance)}, and all of it with"
        f" {percent(promise.full_chance)} at most: for a significant improvement."
    )
