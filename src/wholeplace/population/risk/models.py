"""The two models: a regularised logistic regression that can be read, and gradient boosting.

Both are plain data when saved (numbers, and LightGBM's own text): a pickle would run whatever the
one who made it put inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import lightgbm
import numpy as np
from scipy.special import expit, logit
from scipy.stats import chi2
from sklearn.linear_model import LogisticRegression

from wholeplace.population.risk.sample import NAMES, Flags, Floats, Sample

STRENGTH = 0.1
"""Inverse of the ridge penalty on standardised features."""

HELD_OUT = 3
"""One person in so many is kept out of fitting, to see whether the model is calibrated."""

ROUNDS = 150
_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.04,
    "num_leaves": 8,
    "lambda_l2": 5.0,
    "feature_fraction": 0.7,
    "num_threads": 2,  # another number of threads adds up in another order
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
LEAF, LEAST_IN_LEAF = 50, 20
"""How many people a leaf is to have, and must have."""

_LEAVES = re.compile(r"^leaf_count=(.+)$", re.MULTILINE)
_NEARLY = 1e-9
_SURE = 0.95
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Recalibration:
    """Probabilities are put right on the scale of log odds: ``intercept`` + ``slope`` * before."""

    intercept: float = 0.0
    slope: float = 1.0

    def of(self, before: Floats) -> Floats:
        """Return the probabilities as put right."""
        return np.asarray(expit(self.intercept + self.slope * log_odds(before)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Logistic:
    """Coefficients on standardised features; a feature that is not known counts as its mean."""

    intercept: float
    coefficients: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    recalibration: Recalibration = Recalibration()

    @property
    def name(self) -> str:
        """What the model is called."""
        return "logistic"

    @property
    def is_recalibrated(self) -> bool:
        """Whether its probabilities were put right."""
        return self.recalibration != Recalibration()

    def predict(self, values: Floats) -> Floats:
        """Return the probability of the outcome for each row of features."""
        known = np.where(np.isnan(values), self.means, values)
        sums = ((known - np.array(self.means)) / np.array(self.scales)) @ self.coefficients
        return self.recalibration.of(np.asarray(expit(self.intercept + sums), dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Boosted:
    """A LightGBM model as its text."""

    text: str
    recalibration: Recalibration = Recalibration()

    @property
    def name(self) -> str:
        """What the model is called."""
        return "lightgbm"

    @property
    def is_recalibrated(self) -> bool:
        """Whether its probabilities were put right."""
        return self.recalibration != Recalibration()

    def predict(self, values: Floats) -> Floats:
        """Return the probability of the outcome for each row of features."""
        raw = lightgbm.Booster(model_str=self.text).predict(values, num_threads=2)
        return self.recalibration.of(np.asarray(raw, dtype=np.float64))


def in_training(people: int, chance: np.random.Generator) -> Flags:
    """Return who is fitted on; the others, one in ``HELD_OUT``, are kept for calibration."""
    order = chance.permutation(people)
    return np.asarray(order >= people // HELD_OUT)


def fit_logistic(sample: Sample, chosen: Flags) -> Logistic:
    """Fit a ridge logistic regression on the chosen people of a sample."""
    values = sample.values[chosen]
    known = ~np.isnan(values)
    counts = np.maximum(known.sum(axis=0), 1)
    means = np.where(known, values, 0).sum(axis=0) / counts
    filled = np.where(known, values, means)
    spread = filled.std(axis=0)
    scales = np.where(spread > _NEARLY, spread, 1.0)
    model = LogisticRegression(C=STRENGTH, solver="newton-cholesky", tol=1e-8)
    model.fit((filled - means) / scales, sample.had_any[chosen])
    return Logistic(
        float(model.intercept_[0]),
        tuple(map(float, model.coef_[0])),
        tuple(map(float, means)),
        tuple(map(float, scales)),
    )


def fit_boosted(sample: Sample, chosen: Flags, seed: int) -> Boosted:
    """Fit gradient boosted trees on the chosen people of a sample; the same seed, the same text."""
    data = lightgbm.Dataset(
        sample.values[chosen],
        sample.had_any[chosen].astype(np.float64),
        feature_name=list(NAMES),
        params={"verbosity": -1, "feature_pre_filter": False},
    )
    for wanted in (LEAF, 2 * LEAF, 4 * LEAF, 8 * LEAF):
        parameters = _PARAMETERS | {"seed": seed, "min_data_in_leaf": wanted}
        text = lightgbm.train(parameters, data, num_boost_round=ROUNDS).model_to_string()
        # LightGBM guesses the sizes of leaves while it splits, so that some come out smaller.
        if _smallest_leaf(text) >= LEAST_IN_LEAF:
            break
    return Boosted(text)


def _smallest_leaf(text: str) -> int:
    """Return how few people a leaf is about: their number is saved with it."""
    counts = _LEAVES.findall(text)
    return min((int(n) for line in counts for n in line.split() if n != "0"), default=0)


def read_boosted(text: str, recalibration: Recalibration) -> Boosted:
    """Return a saved model; raises ``ValueError`` where the text is no model of our features."""
    try:
        names = lightgbm.Booster(model_str=text).feature_name()
    except lightgbm.basic.LightGBMError as error:
        msg = f"LightGBM cannot read it: {error}"
        raise ValueError(msg) from None
    if tuple(names) != NAMES:
        raise ValueError("it was fitted on other features")
    return Boosted(text, recalibration)


def recalibrated(model: Logistic | Boosted, sample: Sample, held_out: Flags) -> Logistic | Boosted:
    """Return the model, put right where those held out say beyond doubt that it needs to be.

    A test of likelihoods asks whether an intercept and a slope fit better (2 degrees of freedom,
    5%): to put right what is only noise would make a model worse.
    """
    had_any = sample.had_any[held_out]
    before = model.predict(sample.values[held_out])
    intercept, slope = fit_line(log_odds(before), had_any)
    found = Recalibration(intercept, slope)
    gain = 2 * (_likelihood(found.of(before), had_any) - _likelihood(before, had_any))
    return replace(model, recalibration=found) if gain > chi2.ppf(_SURE, 2) else model


def fit_line(x: Floats, had_any: Flags, slope: float | None = None) -> tuple[float, float]:
    """Return intercept and slope of the log odds on ``x``, by Newton's steps."""
    free = slope is None
    found = np.array([0.0, 1.0 if slope is None else slope])
    design = np.column_stack([np.ones_like(x), x])
    for _ in range(_STEPS):
        odds = expit(design @ found)
        gradient = design.T @ (had_any - odds)
        weights = design.T @ (design * (odds * (1 - odds))[:, None]) + _NEARLY * np.eye(2)
        if free:
            step = np.linalg.solve(weights, gradient)
        else:
            step = np.array([gradient[0] / weights[0, 0], 0.0])
        found = found + np.clip(step, -2, 2)
        if np.abs(step).max() < _NEARLY:
            break
    return float(found[0]), float(found[1])


def log_odds(p: Floats) -> Floats:
    """Return the log odds of probabilities, none of them without end."""
    return np.asarray(logit(np.clip(p, _NEARLY, 1 - _NEARLY)), dtype=np.float64)


def _likelihood(p: Floats, had_any: Flags) -> float:
    kept = np.clip(p, _NEARLY, 1 - _NEARLY)
    return float(np.log(np.where(had_any, kept, 1 - kept)).sum())
