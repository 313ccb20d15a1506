"""Core segments: adults in order of a multimorbidity score, and what each segment costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wholeplace.synthetic.columns import Floats, Ints


def segment_figures(adults: Mapping[str, Floats], shares: Sequence[float]) -> dict[str, float]:
    """Return the cost of each segment beside the average, and how many stay in it for a year.

    ``adults`` are the columns of ``segment_scores``; ``shares`` are those of the segments, least
    ill first. Age puts people of one score in order.
    """
    now = adults["score"] + adults["age"] / 1000
    then = adults["score_after"] + (adults["age"] + 1) / 1000
    cuts = np.quantile(now, np.cumsum(shares)[:-1])
    # People who only grew a year older keep their place: the cut-points grow older with them.
    before = np.searchsorted(cuts, now, "right")
    after = np.searchsorted(cuts + 0.001, then, "right")
    mean = float(adults["cost"].mean())
    figures: dict[str, float] = {}
    for segment in range(len(shares)):
        own = before == segment
        if own.any():
            figures[f"segment_{segment + 1}"] = float(adults["cost"][own].mean()) / mean
            figures[f"stay_{segment + 1}"] = 100 * _share(after[own], segment)
    return figures


def _share(segments: Ints, segment: int) -> float:
    return float((segments == segment).mean())
