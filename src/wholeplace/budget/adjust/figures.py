"""An adjusted budget as figures that explain themselves, down to the base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from wholeplace.budget.adjust.adjusted import Adjusted, Bar, StepTaken, YearTaken, bars_of
from wholeplace.budget.adjust.level import Pence
from wholeplace.budget.adjust.terms import ENDED
from wholeplace.kernel import Figure, FinancialYear, Unit


def adjusted_figure(adjusted: Adjusted, year: FinancialYear, line: str | None = None) -> Figure:
    """Return what all lines, or one, come to in a year (pounds), with every step back to the base.

    Raises ``KeyError`` for a year that was not worked out, or a line there is not.
    """
    lines = adjusted.base.lines if line is None else (line,)
    figure = _base(adjusted, lines)
    for taken in adjusted.years:
        if taken.year <= year:
            figure = _level(adjusted, taken, lines, figure)
    return figure if line is None else replace(figure, id=f"{figure.id}.{line}")


def _base(adjusted: Adjusted, lines: tuple[str, ...]) -> Figure:
    base = adjusted.base
    if base.figure is not None and lines == base.lines:
        return base.figure
    return Figure(
        f"budget.adjusted.{base.year.slug}",
        _pounds(base.pence, lines),
        Unit.MONEY,
        label=f"Budget of the base year, {base.year}",
        formula=" + ".join(lines),
        source=base.source,
        currency=base.currency,
        children=tuple(
            Figure(
                f"base.{base.year.slug}.{line}",
                _pounds(base.pence, (line,)),
                Unit.MONEY,
                source=base.source,
                currency=base.currency,
            )
            for line in lines
        ),
    )


def _level(adjusted: Adjusted, taken: YearTaken, lines: tuple[str, ...], opening: Figure) -> Figure:
    currency = adjusted.base.currency
    ended, *bars = bars_of(taken, lines, currency)
    prefix = f"budget.adjusted.{taken.year.slug}"
    steps = [_step(prefix, bar, step, taken) for bar, step in zip(bars, taken.steps, strict=True)]
    shown = [_ended(prefix, ended), *steps] if ended.added.pence else steps
    return Figure(
        prefix,
        _pounds(taken.closing, lines),
        Unit.MONEY,
        label=f"Budget of {taken.year}",
        formula=" + ".join(["level of the year before", *(_last(step.id) for step in shown)]),
        inputs=" + ".join(_in_sum(figure.shown) for figure in (opening, *shown)),
        note="each step works on what the steps before it left, rounded to whole pence by line",
        currency=currency,
        children=(opening, *shown),
    )


def _ended(prefix: str, bar: Bar) -> Figure:
    return Figure(
        f"{prefix}.{ENDED}",
        bar.added.exact,
        Unit.MONEY,
        label=bar.title,
        formula="taken off before the steps of the year",
        source="adjustment, investments of the year before",
        currency=bar.added.currency,
    )


def _step(prefix: str, bar: Bar, step: StepTaken, taken: YearTaken) -> Figure:
    effect = step.effect
    return Figure(
        f"{prefix}.{bar.id}",
        bar.added.exact,
        Unit.MONEY,
        label=f"{bar.title}, {taken.year}",
        formula=effect.formula,
        inputs=effect.inputs,
        source=effect.source,
        currency=bar.added.currency,
        children=(
            *(replace(child, id=f"{prefix}.{bar.id}.{child.id}") for child in effect.children),
            *_alone(prefix, bar),
        ),
    )


def _alone(prefix: str, bar: Bar) -> Iterable[Figure]:
    if not bar.added.pence and not bar.alone.pence:
        return
    yield Figure(
        f"{prefix}.{bar.id}.alone",
        bar.alone.exact,
        Unit.MONEY,
        label=f"{bar.title} alone, on the level with which the year began",
        currency=bar.alone.currency,
    )
    yield Figure(
        f"{prefix}.{bar.id}.interaction",
        bar.interaction.exact,
        Unit.MONEY,
        label="What it added because of the steps before it",
        formula="step in its order - step alone",
        inputs=f"{bar.added} - {_in_sum(str(bar.alone))}",
        currency=bar.alone.currency,
    )


def _in_sum(amount: str) -> str:
    return f"({amount})" if amount.startswith("-") else amount


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _pounds(pence: Pence, lines: Iterable[str]) -> Fraction:
    return Fraction(sum(pence[line] for line in lines), 100)
