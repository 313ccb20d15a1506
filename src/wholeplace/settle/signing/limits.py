"""Is there a limit to what a provider can lose? It is tried on the worked examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from wholeplace.kernel import Figure, Money, Problem, Refused, Unit
from wholeplace.settle.examples import figures_given, start_of_example
from wholeplace.settle.settle import settle
from wholeplace.settle.signing.advice import Advice, Draft, listed
from wholeplace.settle.signing.reconcile import reconciled

# A loss that grows between the two has met no limit that an actual year would reach.
TWICE, FOUR_TIMES = 2, 4


@dataclass(frozen=True, slots=True)
class Extreme:
    """What the providers would lose (pence) if one figure of an example were a multiple of it."""

    example: str
    start: date
    figure: str
    twice: Mapping[str, int]
    four_times: Mapping[str, int]

    @property
    def unlimited(self) -> tuple[str, ...]:
        """The providers that lose more at four times than at twice."""
        return tuple(n for n, lost in self.four_times.items() if lost > max(self.twice[n], 0))

    @property
    def lost(self) -> int:
        """What they lose together at four times, in pence."""
        return sum(self.four_times[name] for name in self.unlimited)


def no_limit(draft: Draft) -> Iterator[Advice]:
    """Say which providers can lose without a limit, as far as payments of the agreement show it."""
    worst = max(_extremes(draft), key=lambda extreme: extreme.lost, default=None)
    if worst is None or not worst.unlimited:
        return
    names = worst.unlimited
    lost = [_lost(draft, worst, name) for name in names]
    what = (
        f"no limit shows to what {listed(names)} can lose: were '{worst.figure}' twice or four"
        f" times that of the example '{worst.example}', {'; '.join(lost)}" + _of_price(draft, worst)
    )
    why = "a provider that cannot bear its loss ends the contract, and its patients wait"
    remedy = "limit the line that is paid: capped(..., at_least = -3% * budget)"
    yield draft.advice(("payments",), what, why, remedy)


def _lost(draft: Draft, extreme: Extreme, name: str) -> str:
    currency = draft.terms.currency
    twice, four = (Money(max(o[name], 0), currency) for o in (extreme.twice, extreme.four_times))
    return f"{name} would lose {twice.short()} or {four.short()}"


def _of_price(draft: Draft, extreme: Extreme) -> str:
    prices = [y.price for y in reconciled(draft) if y.price and y.start == extreme.start]
    if not prices or not prices[0].pence:
        return ""
    times = Fraction(extreme.lost, prices[0].pence)
    return f" (at four times, {round(times * 100)}% of the price of the year)"


def _extremes(draft: Draft) -> Iterator[Extreme]:
    examples = draft.examples
    for i, example in enumerate(examples.value.root if examples else ()):
        problems: list[Problem] = []
        figures = figures_given(draft.contract, examples, i, problems) if examples else {}
        start = start_of_example(draft.contract, examples, i, problems) if examples else None
        if start is None or problems:
            continue
        for name, figure in figures.items():
            # What need not be supplied, such as what was paid on account, drives no loss.
            is_driver = draft.terms.figures[name].default is None
            if not is_driver or figure.unit not in {Unit.MONEY, Unit.COUNT} or not figure.value:
                continue
            tried = [_losing(draft, start, figures, name, times) for times in (TWICE, FOUR_TIMES)]
            twice, four_times = tried
            if twice is not None and four_times is not None:
                yield Extreme(example.name, start, name, twice, four_times)


def _losing(
    draft: Draft, start: date, figures: Mapping[str, Figure], name: str, times: int
) -> dict[str, int] | None:
    value = figures[name].value
    changed = replace(figures[name], value=value * times if isinstance(value, Fraction) else value)
    try:
        statement = settle(draft.contract, start, {**figures, name: changed})
    except Refused:
        return None
    if not statement.is_complete:
        return None
    net = {figure.id.removeprefix("payments."): figure.value for figure in statement.net}
    return {n: -int(v * 100) for n in draft.providers if isinstance(v := net[n], Fraction)}
