"""Over-dispersion: areas differ by more than chance, and limits are widened by how much."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from wholeplace.outcomes.statistics.estimates import Missing, Numbers, counts, exposures, reasons
from wholeplace.outcomes.statistics.funnel import FunnelPlot, position

EACH_END = 0.1
_Z_95, _Z_998 = 1.959964, 3.090232  # to the digits that the source prints


class Tails(StrEnum):
    """What becomes of the scores at each end: brought in to the limit, or left out."""

    WINSORISED = "winsorised"
    TRIMMED = "trimmed"


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much areas differ. ``phi`` is the mean squared score, 1 where chance alone is at work.

    ``between`` (tau squared) is the variance between areas of the logarithm of their ratios;
    ``areas`` of how many scores they are. Both are NaN where ``why`` says why. ``score`` is that of
    each area, before its tails are dealt with; NaN where it had no event.
    """

    score: Numbers
    phi: Numbers
    between: Numbers
    areas: Numbers
    why: NDArray[np.str_]


def dispersion(
    observed: ArrayLike,
    expected: ArrayLike,
    tails: Tails = Tails.WINSORISED,
    each_end: float = EACH_END,
) -> Dispersion:
    """Return by how much ratios of observed to expected events differ between areas.

    The last axis is that of the areas. The score is z = sqrt(E) ln(O / E); the part ``each_end``
    of scores at each end is brought to the quantile there, or left out; phi = sum z^2 / n; and
    tau^2 = max(0, (n phi - (n - 1)) / (sum E - sum E^2 / sum E)). Quantiles lie on a straight line
    between two scores (Hyndman and Fan's seventh). Sources: DerSimonian and Laird 1986;
    Spiegelhalter 2005; the method of the Summary Hospital-level Mortality Indicator, which
    leaves out.

    An area without events has no logarithm, and is left out. Missing where fewer than two areas
    are left. Raises ``ValueError`` for a negative count, where nothing is expected, or for a part
    that is not from 0 to below a half.
    """
    if not 0 <= each_end < 1 / 2:
        raise ValueError(f"a part of {each_end} at each end is not from 0 to below a half")
    o, e = np.broadcast_arrays(counts(observed), exposures(expected, "expected number"))
    if o.ndim == 0:
        raise ValueError("the dispersion is that of several areas")
    score = np.sqrt(e) * np.log(np.where(o > 0, o, np.nan) / e)
    used = _without_tails(score, tails, each_end)
    known = ~np.isnan(used)
    n = known.sum(-1).astype(np.float64)
    squares = np.where(known, used, 0.0) ** 2
    between = _between(squares.sum(-1), np.where(known, e, 0.0), n)
    why = reasons(n.shape, (Missing.ONE_VALUE, n <= 1))
    fit = n > 1
    phi = squares.sum(-1) / np.maximum(n, 1)
    return Dispersion(score, np.where(fit, phi, np.nan), np.where(fit, between, np.nan), n, why)


def dispersed_funnel(
    observed: ArrayLike,
    expected: ArrayLike,
    per: float = 1,
    tails: Tails = Tails.WINSORISED,
    each_end: float = EACH_END,
) -> tuple[FunnelPlot, Dispersion]:
    """Return ratios in a funnel about 1 (or ``per``) with the variance between areas, and that.

    Limits are exp(-+ z sqrt(1 / E + tau^2)), z being 1.959964 and 3.090232. See ``dispersion``.
    Where the dispersion is missing so are limits and positions.
    """
    found = dispersion(observed, expected, tails, each_end)
    o, e = np.broadcast_arrays(counts(observed), exposures(expected, "expected number"))
    spread = np.sqrt(1 / e + found.between[..., None])
    inner, outer = ((np.exp(-z * spread), np.exp(z * spread)) for z in (_Z_95, _Z_998))
    value = o / e
    stands = position(np.where(np.isnan(spread), np.nan, value), inner, outer)
    low, high, lowest, highest = (limit * per for limit in (*inner, *outer))
    centre = np.asarray([float(per)])
    return FunnelPlot(centre, value * per, low, high, lowest, highest, stands), found


def _without_tails(score: Numbers, tails: Tails, each_end: float) -> Numbers:
    known = ~np.isnan(score).all(-1, keepdims=True)
    safe = np.where(known, score, 0.0)  # a row without any score has no quantile
    low, high = np.nanquantile(safe, [each_end, 1 - each_end], axis=-1, keepdims=True)
    if tails is Tails.WINSORISED:
        return np.clip(score, low, high)
    if not each_end:
        return score
    return np.where((score > low) & (score < high), score, np.nan)


def _between(squares: Numbers, weight: Numbers, n: Numbers) -> Numbers:
    """Return tau squared from the sum of squared scores and the weights of what they are of."""
    total = weight.sum(-1)
    over = total - (weight**2).sum(-1) / np.where(total > 0, total, 1.0)
    return np.maximum(0.0, (squares - (n - 1)) / np.where(over > 0, over, 1.0))
