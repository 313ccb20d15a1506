"""What becomes of people chosen because they had much: less, whatever is done (Galton 1886)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Expected:
    """What those with the highest risk a year before had, in the year before and the year after.

    Each is a mean for one person. ``fall`` is by what part the mean fell, with 95% limits of the
    paired difference; ``None`` where nobody had any before.
    """

    people: int
    before: float
    after: float
    fall: float | None
    lower: float | None
    upper: float | None


def expected_fall(
    risk: NDArray[np.float64],
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    people: int,
) -> Expected:
    """Return what came of the ``people`` with the highest risk, whom nobody chose to care for.

    Arrays have a value for each person: the risk on a day, and events in the year before it and
    the year from it. Of people with the same risk at the border the first are taken. The limits
    are those of the mean paired difference, over the mean before.

    Raises ``ValueError`` where there is nobody to choose.
    """
    if not len(risk) or people < 1:
        raise ValueError("nobody is chosen")
    chosen = np.argsort(-risk, kind="stable")[:people]
    first, second = before[chosen], after[chosen]
    mean, fell = float(first.mean()), first - second
    if not mean:
        return Expected(len(chosen), mean, float(second.mean()), None, None, None)
    spread = float(fell.std(ddof=1)) if len(chosen) > 1 else 0.0
    error = _Z * spread / float(np.sqrt(len(chosen)))
    fall = float(fell.mean())
    return Expected(
        len(chosen),
        mean,
        float(second.mean()),
        fall / mean,
        (fall - error) / mean,
        (fall + error) / mean,
    )
