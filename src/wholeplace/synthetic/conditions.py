"""Long-term conditions: which there are, and when each person's begin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.synthetic.columns import NEVER, Flags, Floats, Ints

YEAR = 365.25
"""Days in a year."""


@dataclass(frozen=True, slots=True)
class Onset:
    """When something begins: ``share`` is the cumulative hazard ``span`` years after ``start``.

    ``growth`` is the rise of the hazard by year of age. ``start`` is an age in years.
    """

    start: float
    span: float
    share: float
    growth: float

    def age(self, start: Floats, risk: Floats, rng: np.random.Generator) -> Floats:
        """Return the age (years) at which it begins for people of the given relative risks."""
        target = rng.exponential(size=len(risk)) / (self.share * risk)
        years: Floats = np.log1p(target * np.expm1(self.growth * self.span)) / self.growth
        return start + years


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition, its ICD-10 codes as a problem, and those it is admitted with.

    ``follows`` names conditions of which one comes first (``onset.start`` then counts from it);
    these too must have a ``mortality`` above 1, so that survivors are free of both or of neither;
    ``mortality`` multiplies the risk of death; ``lasts`` is how many years it lasts on average (0:
    for life); ``sex`` (1 or 2) is the only sex that has it.
    """

    name: str
    codes: tuple[str, ...]
    acute: tuple[str, ...]
    onset: Onset
    mortality: float = 1.0
    lasts: float = 0.0
    sex: str = ""
    follows: tuple[str, ...] = ()
    mind: bool = False


_CANCERS = ("breast cancer", "prostate cancer", "colorectal cancer", "lung cancer")

# Onsets and mortality are assumed: set so that the share of people with each condition is of the
# order of the disease registers of English general practice (QOF) in 2018/19.
CONDITIONS = (
    Condition("hypertension", ("I10",), (), Onset(30, 40, 0.55, 0.04)),
    Condition("old heart attack", ("I252",), ("I219", "I214"), Onset(40, 30, 0.05, 0.06), 1.3),
    Condition("coronary disease", ("I251", "I209"), ("I200", "I209"), Onset(40, 30, 0.1, 0.06)),
    Condition("heart failure", ("I500", "I509"), ("I500", "I501"), Onset(50, 20, 0.03, 0.11), 2.5),
    Condition("atrial fibrillation", ("I489",), ("I489",), Onset(50, 20, 0.06, 0.09), 1.3),
    Condition("arterial disease", ("I739",), ("I702",), Onset(45, 25, 0.025, 0.07), 1.3),
    Condition("stroke", ("I639", "I619"), ("I639", "I634"), Onset(45, 25, 0.05, 0.08), 1.5),
    Condition("hemiplegia", ("G819",), (), Onset(0, 5, 0.2, 0.01), 1.2, follows=("stroke",)),
    Condition(
        "dementia", ("F03", "G309", "F019"), ("F03",), Onset(60, 20, 0.08, 0.14), 2.5, mind=True
    ),
    Condition("COPD", ("J449", "J439"), ("J441", "J440"), Onset(40, 30, 0.07, 0.05), 1.8),
    Condition("asthma", ("J459",), ("J459", "J46"), Onset(3, 67, 0.16, 0.001), lasts=20.0),
    Condition("rheumatoid arthritis", ("M069", "M059"), (), Onset(30, 40, 0.015, 0.03)),
    Condition(
        "peptic ulcer", ("K259", "K269"), ("K254", "K264"), Onset(30, 40, 0.06, 0.04), lasts=3.0
    ),
    Condition("liver disease", ("K709", "K746"), ("K709",), Onset(25, 45, 0.015, 0.01), 2.0),
    Condition(
        "liver failure", ("K729",), ("K729", "I850"), Onset(0, 10, 0.25, 0.01), 5.0,
        follows=("liver disease",),
    ),
    Condition("diabetes", ("E119",), ("E110", "E111"), Onset(30, 40, 0.2, 0.04), 1.2),
    Condition(
        "diabetes with complications", ("E112", "E113", "E114"), ("E115", "E114"),
        Onset(0, 15, 0.35, 0.03), 1.3, follows=("diabetes",),
    ),
    Condition("kidney disease", ("N183", "N184"), ("N179",), Onset(40, 30, 0.09, 0.09), 1.4),
    Condition("breast cancer", ("C509",), (), Onset(30, 40, 0.06, 0.05), 1.5, sex="2"),
    Condition("prostate cancer", ("C61",), (), Onset(45, 25, 0.05, 0.1), 1.3, sex="1"),
    Condition("colorectal cancer", ("C189", "C20"), ("C189",), Onset(40, 30, 0.02, 0.07), 2.0),
    Condition("lung cancer", ("C349",), ("C349",), Onset(45, 25, 0.012, 0.07), 5.0),
    Condition(
        "metastatic cancer", ("C787", "C795", "C780"), ("C787", "C795"), Onset(0, 10, 0.3, 0.01),
        10.0, follows=_CANCERS,
    ),
    Condition("HIV", ("B20", "B24"), (), Onset(18, 40, 0.004, 0.01)),
    Condition(
        "depression", ("F329", "F339"), (), Onset(12, 40, 0.5, 0.005), mind=True, lasts=4.0
    ),
    Condition(
        "severe mental illness", ("F209", "F319"), (), Onset(16, 40, 0.012, 0.003), 1.6, mind=True
    ),
    Condition("epilepsy", ("G409",), ("G409",), Onset(1, 69, 0.015, 0.001)),
    Condition("Parkinson's disease", ("G20",), ("G20",), Onset(55, 20, 0.012, 0.1), 1.6),
    Condition("osteoporosis", ("M819",), (), Onset(50, 20, 0.05, 0.07)),
    Condition("osteoarthritis", ("M179",), (), Onset(45, 25, 0.2, 0.05)),
)  # fmt: skip


def draw_onsets(birth: Ints, female: Flags, risk: Floats, rng: np.random.Generator) -> Ints:
    """Return the day each condition begins, people x conditions; ``NEVER`` for a long life without.

    One relative ``risk`` by person raises every condition, so that illnesses come together.
    """
    ages: dict[str, Floats] = {}
    for condition in CONDITIONS:
        start = np.full(len(birth), float(condition.onset.start))
        if condition.follows:
            start += np.min([ages[name] for name in condition.follows], axis=0)
        age = condition.onset.age(start, risk, rng)
        spared = female == (condition.sex == "1") if condition.sex else np.zeros_like(female)
        ages[condition.name] = np.where(spared, np.inf, age)
    begun = birth[:, None] + np.stack(list(ages.values()), axis=1) * YEAR
    return np.minimum(begun, NEVER).astype(np.int64)


def draw_ends(onset: Ints, rng: np.random.Generator) -> Ints:
    """Return the day from which each condition is over, people x conditions; most never are."""
    lasts = np.array([condition.lasts for condition in CONDITIONS]) * YEAR
    end = onset + 1 + rng.exponential(size=onset.shape) * lasts
    return np.where((lasts > 0) & (end < NEVER), end, NEVER).astype(np.int64)
