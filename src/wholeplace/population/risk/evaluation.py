"""Try fitted models on people a year later, as a whole and by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.population.risk.feature_list import COMPETITORS
from wholeplace.population.risk.metrics import (
    Area,
    Bin,
    Calibration,
    Top,
    area,
    brier,
    calibration,
    curve,
    precision_area,
    stability,
    top,
)
from wholeplace.population.risk.models import Boosted, Logistic
from wholeplace.population.risk.sample import NAMES, Flags, Floats, Sample

SHARES = (0.005, 0.01, 0.02, 0.05)
"""The parts of the register whose lists are tried."""

AGES = ((0, 39), (40, 64), (65, 74), (75, 84), (85, 200))

ETHNIC_GROUPS = {
    "White": "ABC",
    "Mixed": "DEFG",
    "Asian": "HJKLR",
    "Black": "MNP",
    "Other": "S",
    "Not known": "Z",
}
"""The NHS ethnic categories of each group; who has none is not known."""


@dataclass(frozen=True, slots=True)
class Group:
    """How a model does among some people: ``kind`` is what groups them."""

    kind: str
    name: str
    people: int
    with_any: int
    foretold: float
    area: Area | None


@dataclass(frozen=True, slots=True)
class ModelEvaluation:
    """How one model did a year later."""

    model: str
    area: Area
    precision_area: float
    brier: float
    calibration: Calibration
    curve: tuple[Bin, ...]
    tops: tuple[Top, ...]
    groups: tuple[Group, ...]
    drift: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How the models did; ``competitors`` are features taken as scores, with the same tops.

    ``drift`` is the population stability index of each feature between the two days.
    """

    people: int
    with_any: int
    events: int
    models: tuple[ModelEvaluation, ...]
    competitors: Mapping[str, tuple[Area, tuple[Top, ...]]]
    drift: Mapping[str, float]


def evaluate(
    models: Sequence[Logistic | Boosted], before: Sample, now: Sample, caseload: int | None
) -> Evaluation:
    """Try models on the people of a later day; ``caseload`` is one more length of list.

    Raises ``ValueError`` where the outcome came to nobody, or to all.
    """
    had_any = now.had_any
    if had_any.all() or not had_any.any():
        raise ValueError("the outcome came to nobody, or to everybody")
    sizes = _sizes(len(had_any), caseload)
    return Evaluation(
        people=len(had_any),
        with_any=int(had_any.sum()),
        events=int(now.events.sum()),
        models=tuple(_one(model, before, now, sizes) for model in models),
        competitors={
            name: (_area(had_any, now.column(column)), _tops(now, now.column(column), sizes))
            for name, column in COMPETITORS.items()
        },
        drift={name: stability(before.column(name), now.column(name)) for name in NAMES},
    )


def _sizes(people: int, caseload: int | None) -> list[int]:
    sizes = {max(1, round(people * share)) for share in SHARES}
    return sorted(sizes | ({min(caseload, people)} if caseload else set()))


def _area(had_any: Flags, score: Floats) -> Area:
    found = area(had_any, score)
    if found is None:
        raise ValueError("the outcome came to nobody, or to everybody")
    return found


def _tops(now: Sample, score: Floats, sizes: Sequence[int]) -> tuple[Top, ...]:
    return tuple(top(now.events, score, size) for size in sizes)


def _one(
    model: Logistic | Boosted, before: Sample, now: Sample, sizes: Sequence[int]
) -> ModelEvaluation:
    p, had_any = model.predict(now.values), now.had_any
    return ModelEvaluation(
        model=model.name,
        area=_area(had_any, p),
        precision_area=precision_area(had_any, p),
        brier=brier(had_any, p),
        calibration=calibration(had_any, p),
        curve=curve(had_any, p),
        tops=_tops(now, p, sizes),
        groups=tuple(_groups(now, p)),
        drift=stability(model.predict(before.values), p),
    )


def _groups(now: Sample, p: Floats) -> Iterator[Group]:
    for kind, name, who in _members(now):
        had_any = now.had_any[who]
        if len(had_any):
            found = area(had_any, p[who])
            with_any = int(had_any.sum())
            yield Group(kind, name, len(had_any), with_any, float(p[who].sum()), found)


def _members(now: Sample) -> Iterator[tuple[str, str, Flags]]:
    never = now.column("emergency_admissions_36m") == 0
    yield "earlier admission", "none recorded", never
    yield "earlier admission", "one or more recorded", ~never
    age = now.column("age")
    for youngest, oldest in AGES:
        name = f"{youngest} and over" if oldest > 120 else f"{youngest} to {oldest}"  # noqa: PLR2004
        yield "age", name, (age >= youngest) & (age <= oldest)
    fifth = np.ceil(now.column("deprivation") / 2)
    for number, name in enumerate(("1 (most deprived)", "2", "3", "4", "5 (least deprived)"), 1):
        yield "deprivation fifth", name, fifth == number
    yield "deprivation fifth", "not known", np.isnan(fifth)
    ethnicity = np.array([one[:1] for one in now.ethnicity])
    for name, letters in ETHNIC_GROUPS.items():
        who = np.isin(ethnicity, list(letters) + ([""] if "Z" in letters else []))
        yield "ethnic group", name, who
