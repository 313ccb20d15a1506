"""Why a model holds somebody to be at risk: what is known of them that raises it most."""

from __future__ import annotations

import lightgbm
import numpy as np

from wholeplace.population.risk.feature_list import COUNTED, WINDOWS
from wholeplace.population.risk.models import Boosted, Logistic
from wholeplace.population.risk.sample import NAMES, Floats

_COUNTED = {one.name: one.about for one in COUNTED}
_TOLD_IN, _RECENT = "12m", "90d"
_SINCE, _ANY = "days_since_emergency", "emergency_admissions_36m"
_YES = {"in_care_home": "lives in a care home", "has_care_package": "has a care package"}
_OF = dict(zip(NAMES, NAMES, strict=True)) | {
    f"{name}_{window}": name for name in _COUNTED for window in WINDOWS
}
"""The thing that each feature tells of: the same in every window."""

_THINGS = tuple(dict.fromkeys(_OF[name] for name in NAMES))


def contributions(model: Logistic | Boosted, values: Floats) -> Floats:
    """Return by how much each feature raises each person's log odds above the average.

    Of the logistic model, coefficient times distance from the mean; of the boosted one, Shapley
    values (Lundberg and Lee 2017), as LightGBM works them out. A row for each person.
    """
    if isinstance(model, Boosted):
        found = lightgbm.Booster(model_str=model.text).predict(
            values, pred_contrib=True, num_threads=2
        )
        return np.asarray(found, dtype=np.float64)[:, :-1]
    known = np.where(np.isnan(values), model.means, values)
    away = (known - np.array(model.means)) / np.array(model.scales)
    return np.asarray(away * np.array(model.coefficients), dtype=np.float64)


def reasons(model: Logistic | Boosted, values: Floats, most: int = 3) -> list[tuple[str, ...]]:
    """Return, for each person, the things known of them that raise their risk most, in words.

    What is counted in several windows is one thing. Sex, and what the person has none of, are
    told to nobody as a reason.
    """
    raised = contributions(model, values)
    columns = {
        thing: [i for i, name in enumerate(NAMES) if _OF[name] == thing] for thing in _THINGS
    }
    sums = np.column_stack([raised[:, columns[thing]].sum(axis=1) for thing in _THINGS])
    order = np.argsort(-sums, axis=1, kind="stable")
    return [
        _first(order[row], sums[row], dict(zip(NAMES, values[row].tolist(), strict=True)), most)
        for row in range(len(values))
    ]


def _first(order: Floats, sums: Floats, known: dict[str, float], most: int) -> tuple[str, ...]:
    told = (_told(_THINGS[int(i)], known) for i in order if sums[int(i)] > 0)
    return tuple(words for words in told if words)[:most]


def _told(thing: str, known: dict[str, float]) -> str:
    """Return what is known of a thing, or nothing where it is no reason to give."""
    if thing in _COUNTED:
        year, recent = known[f"{thing}_{_TOLD_IN}"], known[f"{thing}_{_RECENT}"]
        lately = f", {recent:.0f} of them in 90 days" if recent else ""
        return f"{_COUNTED[thing]} in 12 months: {year:.0f}{lately}" if year else ""
    value = known[thing]
    if thing == "age":
        # Nobody is to be known by it: ten years are reason enough.
        return f"age: {value // 10 * 10:.0f} to {value // 10 * 10 + 9:.0f}"
    if thing in _YES:
        return _YES[thing] if value else ""
    # Without any admission the days since the last are those of the window, and tell nothing.
    says_nothing = np.isnan(value) or not value or (thing == _SINCE and not known[_ANY])
    return "" if says_nothing or thing not in _WORDS else _WORDS[thing].format(value)


_WORDS = {
    "deprivation": "decile of deprivation of the home: {:.0f}",
    "months_registered": "months on the practice's list: {:.0f}",
    "days_in_hospital_12m": "nights in hospital in 12 months: {:.0f}",
    "days_in_hospital_36m": "nights in hospital in 36 months: {:.0f}",
    "days_since_emergency": "days since the last emergency admission: {:.0f}",
    "icd10_groups_36m": "different ICD-10 categories coded in 36 months: {:.0f}",
    "long_term_problems": "long-term problems: {:.0f}",
    "charlson": "Charlson score: {:.0f}",
    "hfrs": "Hospital Frailty Risk Score: {:.1f}",
    "items_12m": "prescribed items in 12 months: {:.0f}",
    "drugs_12m": "different products prescribed in 12 months: {:.0f}",
}
