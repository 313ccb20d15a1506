"""A target as figures that explain themselves, and in sentences."""

from __future__ import annotations

from fractions import Fraction

from wholeplace.kernel import Figure, Unit, plain
from wholeplace.kernel.number import percent
from wholeplace.outcomes.targets.calibrate import Calibration
from wholeplace.outcomes.targets.counts import Counts
from wholeplace.outcomes.targets.law import Law
from wholeplace.outcomes.targets.people import People
from wholeplace.outcomes.targets.power import Chances, Needed, needed
from wholeplace.outcomes.targets.terms import LOWER

_PLACES = 6
_SHORT = 1


def target_figure(found: Calibration) -> Figure:
    """Return the expected result with its marks, their chances and what was done, as children."""
    marks, id_ = found.marks, f"target.{found.measure}"
    worse = "no more than" if marks.better == LOWER else "no fewer than"
    floor, zero = plain(marks.floor, 4), plain(marks.zero, 4)
    full = "" if marks.full is None else plain(marks.full, 4)
    return Figure(
        id_,
        marks.expected,
        Unit.COUNT if found.law.is_whole else Unit.RATE,
        "Expected without change",
        formula=_said(found.law),
        inputs="; ".join(found.steps),
        source=found.source,
        children=(
            _mark(found, "floor", marks.floor, f"Floor: {worse} {floor}"),
            _mark(found, "full", marks.full, f"Full reward: {worse} {full}", marks.why),
            _mark(found, "zero", marks.zero, f"Nothing from {zero} on"),
            _chance(found, "floor_chance", marks.floor_chance, "Chance of the floor"),
            _chance(found, "full_chance", marks.full_chance, "Chance of the full reward"),
            _power(found, needed(found.law, marks)),
        ),
    )


def _mark(
    found: Calibration, name: str, mark: Fraction | None, label: str, why: str = ""
) -> Figure:
    promise = found.promise
    chance = {
        "floor": f"P(at least as good) >= {percent(promise.floor_chance)}",
        "full": f"P(at least as good) <= {percent(promise.full_chance)}",
        "zero": f"P(better) >= {percent(promise.zero_chance)}",
    }[name]
    unit = Unit.COUNT if found.law.is_whole else Unit.RATE
    id_ = f"target.{found.measure}.{name}"
    shown = "Full reward: none" if mark is None else label
    return Figure(id_, mark, unit, shown, formula=chance, source=promise.source, note=why)


def _chance(found: Calibration, name: str, value: float, label: str) -> Figure:
    return Figure(
        f"target.{found.measure}.{name}",
        _exact(value),
        Unit.FRACTION,
        f"{label} if nothing truly changes",
        formula=_said(found.law),
    )


def _power(found: Calibration, asked: Needed) -> Figure:
    share = None if asked.share is None else _exact(asked.share)
    return Figure(
        f"target.{found.measure}.needed",
        share,
        Unit.FRACTION,
        f"True improvement that earns the full reward with a chance of {asked.power:.0%}",
        formula="the least with P(full mark met) >= the chance, over what is expected",
        inputs="" if asked.improvement is None else f"{asked.improvement:.2f} of its unit",
        note=asked.why,
    )


def _exact(value: float) -> Fraction:
    return Fraction(f"{value:.{_PLACES}f}")


def _said(law: Law) -> str:
    if isinstance(law, Counts):
        kind = "Poisson" if law.spread <= 1 else "negative binomial"
        return f"{kind}, mean {law.expected:.2f}, variance / mean {law.spread:.3f}"
    if isinstance(law, People):
        kind = "binomial" if law.spread <= 1 else "beta-binomial"
        return (
            f"{kind}, {law.people:,} people at {law.share:.2%},"
            f" variance {law.spread:.3f} times that of chance"
        )
    return f"about {law.expected:.4g}"


def sentences(found: Calibration) -> tuple[str, ...]:
    """Say what was expected, what each mark is and what chance it has, for both parties."""
    marks, asked = found.marks, needed(found.law, found.marks)
    worse = "or fewer" if marks.better == LOWER else "or more"
    if not found.law.is_whole:
        worse = "or lower" if marks.better == LOWER else "or higher"
    said = [
        (
            f"If nothing truly changes, {plain(marks.expected, _SHORT)} is expected; the floor is"
            f" {plain(marks.floor, 2)} {worse}, met then with a chance of {marks.floor_chance:.1%}."
        )
    ]
    if marks.full is None:
        said.append(f"The full reward cannot be earned: {marks.why}.")
        return tuple(said)
    said.append(
        f"The full reward needs {plain(marks.full, 2)} {worse}; without a true change luck"
        f" alone brings it with a chance of {marks.full_chance:.1%}."
    )
    return (*said, _needed_sentence(asked))


def _needed_sentence(asked: Needed) -> str:
    if asked.improvement is None:
        return f"No true improvement earns it with a chance of {asked.power:.0%}: {asked.why}."
    of = "" if asked.share is None else f" ({asked.share:.1%} of what is expected)"
    return (
        f"To earn it with a chance of {asked.power:.0%}, the truth must improve by"
        f" {asked.improvement:.4g}{of}."
    )


def chances_sentence(one: Chances) -> str:
    """Say the chance of each reward at a true improvement."""
    return (
        f"If the truth improves by {one.improvement:.4g}: full reward {one.full:.1%}, floor"
        f" {one.floor:.1%}, less {one.less:.1%}, nothing {one.nothing:.1%}."
    )
