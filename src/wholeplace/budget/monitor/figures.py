"""The year's outturn as figures that explain themselves, and in a sentence."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.budget.monitor.limits import SOURCE
from wholeplace.budget.monitor.model import LineOutturn, Outturn
from wholeplace.kernel import Figure, Money, Unit, round_to
from wholeplace.kernel.number import percent

_POUND = Fraction(1)
_SHORT = 2


def outturn_figure(outturn: Outturn) -> Figure:
    """Return what the year is foreseen to come to (pounds), down to each line's months."""
    lines = tuple(line_figure(outturn, line) for line in outturn.lines)
    total = outturn.total
    left = outturn.left_out
    note = f"{left} in {outturn.left_out_rows:,} rows of months that are not over is left out"
    return Figure(
        "outturn",
        Fraction(total.outturn, 100),
        Unit.MONEY,
        label=f"Forecast outturn of {outturn.year}, known until {outturn.until}",
        formula=" + ".join(line.line for line in outturn.lines),
        inputs=" + ".join(line.shown for line in lines),
        source=SOURCE,
        note="; ".join(filter(None, (said_limits(total, outturn.currency), note))),
        currency=outturn.currency,
        children=(_over(outturn, total, "outturn"), *lines),
    )


def line_figure(outturn: Outturn, line: LineOutturn) -> Figure:
    """Return what a line is foreseen to come to, with what it is made from."""
    id_ = f"outturn.{line.line}"
    passed = percent(line.passed, _SHORT)
    return Figure(
        id_,
        Fraction(line.outturn, 100),
        Unit.MONEY,
        label=f"Forecast outturn, {line.line}",
        formula="completed cost to date / part of the year's profile that is over",
        inputs=f"{Money(line.completed, outturn.currency)} / {passed}",
        source=SOURCE,
        note=said_limits(line, outturn.currency),
        currency=outturn.currency,
        children=(_over(outturn, line, id_), *_to_date(outturn, line, id_)),
    )


def _over(outturn: Outturn, line: LineOutturn, id_: str) -> Figure:
    amounts = (Money(pence, outturn.currency) for pence in (line.outturn, line.budget))
    return Figure(
        f"{id_}.over_budget",
        Fraction(line.over, 100),
        Unit.MONEY,
        label=f"Forecast above budget, {line.line}",
        formula="forecast outturn - budget of the year",
        inputs=" - ".join(map(str, amounts)),
        currency=outturn.currency,
    )


def _to_date(outturn: Outturn, line: LineOutturn, id_: str) -> tuple[Figure, ...]:
    def figure(name: str, pence: int, label: str, formula: str, **more: str) -> Figure:
        return Figure(
            f"{id_}.{name}",
            Fraction(pence, 100),
            Unit.MONEY,
            label=label,
            formula=formula,
            currency=outturn.currency,
            **more,  # type: ignore[arg-type]  # inputs, source and note are texts
        )

    profile, late = line.sources[0], line.sources[-1]
    money = {name: Money(getattr(line, name), outturn.currency) for name in _PARTS}
    months = ", ".join(
        f"{month} {Money(whole, outturn.currency)}" for month, _, whole in line.months
    )
    return (
        figure(
            "completed",
            line.completed,
            "Cost to date with what comes late",
            "sum over months of known cost x late factors still to come",
            inputs=months,
            source=late,
            note=f"known {money['known']}, late {money['late']}",
        ),
        figure(
            "budget_to_date",
            line.budget_to_date,
            "Budget to date",
            "budget of the year x part of its profile that is over, to the penny each month",
            inputs=f"{money['budget']} x {percent(line.passed, _SHORT)}",
            source=profile,
        ),
        figure(
            "over_to_date",
            line.over_to_date,
            "Cost above budget to date",
            "completed cost - budget to date",
            inputs=f"{money['completed']} - {money['budget_to_date']}",
        ),
    )


_PARTS = ("known", "late", "completed", "budget", "budget_to_date")


def said_limits(line: LineOutturn, currency: str) -> str:
    """Return the 95% limits of a line in words, or why there are none."""
    if line.limits is None:
        return line.why_none
    low, high = (_pounds(one, currency) for one in (line.limits.lower, line.limits.upper))
    error = _pounds(line.limits.standard_error, currency)
    return f"standard error {error}; 95% limits {low} to {high}"


def _pounds(amount: float, currency: str) -> str:
    whole = round_to(Fraction(amount), _POUND)
    return Figure("", whole, Unit.MONEY, currency=currency).shown.removesuffix(".00")


def outturn_sentence(outturn: Outturn) -> str:
    """Say where the year stands and what it will come to, as a board would read it."""
    total, currency = outturn.total, outturn.currency

    def said(pence: int) -> str:
        side = "above" if pence >= 0 else "below"
        return f"{Money(abs(pence), currency).short()} {side} budget"

    whole = Money(total.outturn, currency).short()
    if total.passed == 1 and not total.late:
        return f"{outturn.year} is over: it came to {whole}, {said(total.over)}"
    limits = "no interval can be given yet"
    if total.limits:
        ends = (total.limits.lower, total.limits.upper)
        low, high = (Money(round(end * 100), currency).short() for end in ends)
        limits = f"95% interval {low} to {high}"
    count = len(total.months)
    return (
        f"After {count} month{'s'[: count != 1]} of {outturn.year}, cost is"
        f" {said(total.over_to_date)}; the year is foreseen to come to"
        f" {whole} ({limits}), {said(total.over)}"
    )
