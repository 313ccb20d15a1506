"""What a model may know of a person on a day, as a list.

The model card, the order of columns and the hash that a saved model carries are made of it: who
changes a feature changes the hash, and no model fitted before is taken for one fitted after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ibis import ir

Condition: TypeAlias = Callable[[ir.Table], ir.BooleanValue]

WINDOWS: Mapping[str, int] = {"30d": 30, "90d": 90, "12m": 365, "36m": 1096}
"""How far back counts go, in days before the day asked about."""

YEAR, LONGEST = WINDOWS["12m"], WINDOWS["36m"]


@dataclass(frozen=True, slots=True)
class Feature:
    """One number known of a person: ``window`` is how many days back it looks, nought without end.

    Values above ``most`` count as ``most``: one person with very many must not bend a model, nor
    be found in it again by being the only one.
    """

    name: str
    about: str
    unit: str
    window: int
    most: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows of activity that are counted in every window."""

    name: str
    about: str
    which: Condition
    most: int


COUNTED = (
    Counted("emergency_admissions", "emergency admissions", lambda t: t.is_emergency, 20),
    Counted(
        "planned_admissions",
        "admissions to hospital that were no emergency",
        lambda t: (t.setting == "APC") & ~t.is_emergency,
        50,
    ),
    Counted(
        "ae_attendances",
        "attendances at emergency departments and urgent treatment centres",
        lambda t: t.setting.isin(("ED", "UTC")),
        40,
    ),
    Counted(
        "outpatient_attended",
        "outpatient appointments attended",
        lambda t: (t.setting == "OP") & t.attended,
        60,
    ),
    Counted("gp_contacts", "contacts with general practice", lambda t: t.setting == "GP", 100),
    Counted(
        "community_contacts",
        "contacts with community services",
        lambda t: (t.setting == "COMM") & t.attended,
        200,
    ),
    Counted(
        "mental_health_contacts",
        "contacts with mental health services, stays counted",
        lambda t: t.setting.isin(("MHCC", "MHIP")) & t.attended,
        100,
    ),
    Counted(
        "not_attended",
        "appointments of any service that did not take place",
        lambda t: ~t.attended,
        30,
    ),
)

_AGE = Feature("age", "age in whole years", "years", 0, 95)
_ALONE = (
    _AGE,
    Feature(
        "is_female", "1 for women, 0 for men; missing where neither is recorded", "0 or 1", 0, 1
    ),
    Feature("deprivation", "decile of deprivation of the home, 1 most deprived", "decile", 0, 10),
    Feature("months_registered", "time on the present practice's list", "months", 0, 120),
    Feature("days_in_hospital_12m", "nights in hospital", "days", YEAR, 200),
    Feature("days_in_hospital_36m", "nights in hospital", "days", LONGEST, 400),
    Feature(
        "days_since_emergency",
        "days since the last emergency admission; one more than the window without any",
        "days",
        LONGEST,
        LONGEST + 1,
    ),
    Feature("icd10_groups_36m", "different ICD-10 categories coded", "categories", LONGEST, 60),
    Feature("long_term_problems", "problems on the list that had not ended", "problems", 0, 30),
    Feature("charlson", "Charlson score, weights of 2011", "points", LONGEST, 20),
    Feature("hfrs", "Hospital Frailty Risk Score", "points", 730, 60),
    Feature("items_12m", "prescribed items in whole months", "items", YEAR, 400),
    Feature("drugs_12m", "different products prescribed in whole months", "products", YEAR, 50),
    Feature("in_care_home", "1 for people who live in a care home", "0 or 1", 0, 1),
    Feature("has_care_package", "1 for people with a package of social care", "0 or 1", 0, 1),
)

FEATURES: tuple[Feature, ...] = (
    *_ALONE,
    *(
        Feature(f"{one.name}_{name}", one.about, "number", days, one.most)
        for one in COUNTED
        for name, days in WINDOWS.items()
    ),
)
"""Every feature, in the order of a model's columns."""

COMPETITORS = {
    "Charlson score": "charlson",
    "Hospital Frailty Risk Score": "hfrs",
    "Emergency admissions last year": "emergency_admissions_12m",
    "Age": "age",
}
"""What a model must do better than: a feature taken as a score by itself."""
