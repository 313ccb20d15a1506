"""How well admissions can be foretold: logistic regression and the area under its curve."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wholeplace.synthetic.columns import Flags, Floats

_RIDGE = 1.0  # keeps the fit steady where a condition is rare
_STEPS = 12


def auroc_of_admissions(adults: Mapping[str, Floats]) -> float:
    """Return the AUROC of a model of any emergency admission in a year.

    ``adults`` are the columns of ``adult_features``; the model is fitted on every other adult
    and tested on the rest. Raises ``ValueError`` where nobody, or everybody, was admitted.
    """
    outcome: Flags = adults["after"] > 0
    features = _standardised(_features(adults))
    fitted = np.arange(len(outcome)) % 2 == 0
    weights = fit_logistic(features[fitted], outcome[fitted])
    return auroc(features[~fitted] @ weights, outcome[~fitted])


def _features(adults: Mapping[str, Floats]) -> Floats:
    age = adults["age"]
    curved = [age, np.maximum(age - 65, 0), np.maximum(age - 80, 0)]
    past = [
        np.log1p(adults["admissions"]),
        adults["admissions"] > 0,
        np.log1p(adults["attendances"]),
    ]
    rest = [column for name, column in adults.items() if name not in _SHAPED]
    return np.column_stack([*curved, *past, *rest]).astype(np.float64)


_SHAPED = ("NHS_NUMBER", "after", "age", "admissions", "attendances")


def _standardised(features: Floats) -> Floats:
    spread = features.std(axis=0)
    scaled = (features - features.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.column_stack([np.ones(len(scaled)), scaled])


def fit_logistic(features: Floats, outcome: Flags) -> Floats:
    """Return the weights of a ridge logistic regression by Newton's method.

    ``features`` are rows by columns, the first column 1 (it is not shrunk).
    """
    weights: Floats = np.zeros(features.shape[1])
    ridge = np.full(features.shape[1], _RIDGE)
    ridge[0] = 0.0
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(features @ weights, -30, 30)))
        slope = features.T @ (outcome - expected) - ridge * weights
        curve = (features * (expected * (1 - expected))[:, None]).T @ features + np.diag(ridge)
        weights = weights + np.linalg.solve(curve + 1e-9 * np.eye(len(weights)), slope)
    return weights


def auroc(score: Floats, outcome: Flags) -> float:
    """Return the chance that one with the outcome scores above one without; ties count half."""
    ill, well = int(outcome.sum()), int((~outcome).sum())
    if not ill or not well:
        raise ValueError("an area under the curve needs some with the outcome and some without")
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    return float((rank[outcome].sum() - ill * (ill + 1) / 2) / (ill * well))


def share_making_half(admissions: Floats) -> float:
    """Return the smallest share of people who make half of all admissions, in hundredths."""
    most_first = np.sort(admissions)[::-1]
    needed = int(np.searchsorted(np.cumsum(most_first), most_first.sum() / 2)) + 1
    return 100 * needed / len(admissions)
