"""Why a model holds somebody to be at risk."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from wholeplace.population.risk import (
    FEATURES,
    Boosted,
    Logistic,
    Sample,
    fit_boosted,
    fit_logistic,
    reasons,
)
from wholeplace.population.risk.reasons import contributions

NAMES = [feature.name for feature in FEATURES]


def _values(**known: float) -> np.ndarray:
    row = np.zeros((1, len(NAMES)))
    for name, value in known.items():
        row[0, NAMES.index(name)] = value
    return row


def _logistic(**weights: float) -> Logistic:
    coefficients = tuple(weights.get(name, 0.0) for name in NAMES)
    return Logistic(0.0, coefficients, (0.0,) * len(NAMES), (1.0,) * len(NAMES))


def test_what_raises_the_risk_most_comes_first_and_windows_are_one_thing() -> None:
    model = _logistic(
        age=0.01, emergency_admissions_12m=0.2, emergency_admissions_90d=0.3, hfrs=0.05
    )
    values = _values(age=84, emergency_admissions_12m=3, emergency_admissions_90d=1, hfrs=12)
    # 0.9 of admissions, 0.84 of age, 0.6 of frailty.
    assert reasons(model, values) == [
        (
            "emergency admissions in 12 months: 3, 1 of them in 90 days",
            "age: 80 to 89",
            "Hospital Frailty Risk Score: 12.0",
        )
    ]


def test_what_lowers_the_risk_or_is_not_there_is_no_reason() -> None:
    model = _logistic(age=-0.1, charlson=0.5, in_care_home=1.0, is_female=2.0, deprivation=0.1)
    values = _values(age=84, is_female=1, in_care_home=1, deprivation=float("nan"))
    assert reasons(model, values) == [("lives in a care home",)]


def test_days_since_an_admission_that_never_was_are_no_reason() -> None:
    model = _logistic(days_since_emergency=0.01)
    assert reasons(model, _values(days_since_emergency=1097)) == [()]
    known = _values(days_since_emergency=40, emergency_admissions_36m=1)
    assert reasons(model, known) == [("days since the last emergency admission: 40",)]


@pytest.mark.parametrize("fit", [fit_logistic, lambda s, c: fit_boosted(s, c, 1)])
def test_contributions_add_up_to_the_log_odds_of_the_model(fit: object) -> None:
    chance = np.random.default_rng(2)
    values = np.abs(chance.normal(0, 2, (1500, len(NAMES))))
    values[::7, NAMES.index("deprivation")] = np.nan
    had = chance.random(1500) < 1 / (1 + np.exp(3 - values[:, 0]))
    sample = Sample(date(2020, 4, 1), values, had.astype(np.int64), ("",) * 1500)
    model: Logistic | Boosted = fit(sample, np.ones(1500, dtype=bool))  # type: ignore[operator]
    odds = np.log(model.predict(values) / (1 - model.predict(values)))
    base = odds - contributions(model, values).sum(axis=1)
    assert base == pytest.approx(np.full(1500, base[0]), abs=1e-6)
