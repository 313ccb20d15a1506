"""The months of a history as a regression, carried to the months ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from wholeplace.kernel import Month
from wholeplace.outcomes.targets.history import Seen
from wholeplace.outcomes.targets.terms import FLAT, FOLLOWED, IF_SIGNIFICANT, KNOWN, Reading
from wholeplace.outcomes.targets.trend import Fitted, design_of, fit

SIGNIFICANT = 0.05
_ALIKE = 1.96


@dataclass(frozen=True, slots=True)
class Ahead:
    """A month that will be rewarded: of how much person-time, or how many people, it will be."""

    month: Month
    of: float


@dataclass(frozen=True, slots=True)
class Model:
    """What months ahead come to: expected, the variance with which it is known, the dispersion.

    ``measured`` is the dispersion as it was, below 1 or not; ``degrees`` are missing where it was.
    ``chance`` is that of such a trend without any; ``trend`` the yearly one that was followed.
    ``unexpected`` are the residuals of the months.
    """

    expected: float
    variance: float
    dispersion: float
    measured: float
    degrees: int | None
    trend: float | None
    chance: float | None
    echo: float
    unexpected: Mapping[Month, float]

    @property
    def months(self) -> int:
        """How many months there were."""
        return len(self.unexpected)


def model_of(
    history: Sequence[Seen], ahead: Sequence[Ahead], reading: Reading, *, of_people: bool
) -> Model:
    """Return what months ahead come to; raises ``ValueError`` where nobody is ahead."""
    if not ahead or not all(np.isfinite(one.of) and one.of > 0 for one in ahead):
        raise ValueError("the months ahead need person-time or people above nought")
    seen = sorted(history, key=lambda one: one.month)
    origin = seen[0].month
    followed, chance = _is_followed(seen, reading, of_people=of_people)
    found = _fitted(seen, reading, trend=followed, of_people=of_people)
    times = [_months(origin, one.month) for one in ahead]
    design = design_of(times, trend=followed, harmonics=reading.harmonics)
    expected, variance = found.ahead(design, [one.of for one in ahead])
    # Less variation than chance alone is luck, and not to be counted on.
    held = max(found.dispersion, 1.0)
    return Model(
        expected,
        variance / found.dispersion * held if found.dispersion > 0 else 0.0,
        held,
        found.dispersion,
        found.degrees if found.dispersion > 1 else None,
        float(np.expm1(found.coefficients[1])) if followed else None,
        chance,
        found.echo,
        dict(zip((one.month for one in seen), map(float, found.residuals), strict=True)),
    )


def _is_followed(
    seen: Sequence[Seen], reading: Reading, *, of_people: bool
) -> tuple[bool, float | None]:
    if reading.trend == FLAT:
        return False, None
    chance = _fitted(seen, reading, trend=True, of_people=of_people).chance_of(1)
    return reading.trend == FOLLOWED or chance < SIGNIFICANT, chance


def _fitted(seen: Sequence[Seen], reading: Reading, *, trend: bool, of_people: bool) -> Fitted:
    times = [_months(seen[0].month, one.month) for one in seen]
    design = design_of(times, trend=trend, harmonics=reading.harmonics)
    numbers, of = [one.number for one in seen], [one.of for one in seen]
    return fit(design, numbers, of, of_people=of_people)


def _months(first: Month, month: Month) -> int:
    return (month.year - first.year) * 12 + month.month - first.month


def steps_of(model: Model, reading: Reading) -> tuple[str, ...]:
    """Say what was done, in order."""
    waves = f", seasons by {reading.harmonics} yearly waves" if reading.harmonics else ""
    level = "their level taken" if model.trend is None else f"a trend of {model.trend:+.2%} a year"
    tested = f" (chance of such a trend without any: {model.chance:.3f})" if model.chance else ""
    steps = [
        f"{model.months} months, {level}{tested}{waves}",
        f"dispersion {model.measured:.3f}"
        + (", taken as 1: less than chance is luck" if model.measured < 1 else ""),
        f"expected {model.expected:.2f}, known with a variance of {model.variance:.2f}"
        + (", taken as exact" if reading.baseline == KNOWN else ""),
    ]
    if reading.trend == IF_SIGNIFICANT and model.trend is None:
        steps.append(
            "caution: a trend that was too small to be seen is not followed, and moves the chances;"
            " follow it, and they hold either way"
        )
    if model.echo > _ALIKE / sqrt(model.months):
        steps.append(
            f"caution: neighbouring months are alike (correlation {model.echo:.2f}), so that years"
            " vary more than the marks allow for"
        )
    return tuple(steps)
