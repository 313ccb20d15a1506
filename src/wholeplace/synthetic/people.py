"""The people: who they are, how ill they are, and when they are here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.synthetic.area import NEIGHBOURHOODS, Area
from wholeplace.synthetic.columns import NEVER, Flags, Floats, Ints
from wholeplace.synthetic.conditions import CONDITIONS, YEAR, draw_onsets

# Shares of the 19 five-year age bands 0-4 ... 85-89, 90 and over: ONS mid-2020 population
# estimates, London Borough of Hillingdon (E09000017), 309,014 people. OGL v3.
AGE_SHARES = np.array([
    0.0698, 0.0727, 0.0643, 0.0574, 0.0632, 0.0714, 0.0774, 0.0785, 0.0747, 0.0652,
    0.0632, 0.0587, 0.0476, 0.0372, 0.0346, 0.0246, 0.0200, 0.0126, 0.0069,
])  # fmt: skip
# Women are 49.8% of that population (ONS projections, 2018 base); the rise with age is assumed.
_FEMALE = ((0, 60, 75, 85, 95), (0.488, 0.49, 0.54, 0.60, 0.70))

# Births and moves by 1,000 people a year: ONS subnational projections (2018 base), Hillingdon in
# 2019: 4,104 births, 25,386 arrivals and 25,174 departures among 307,241 people. OGL v3.
_BIRTHS, _ARRIVALS = 13.4, 82.6
# Departures by 1,000 at each age: the shape is assumed, the total is that of the same projections.
_DEPARTURES = ((0, 18, 30, 45, 65, 90), (80.0, 130.0, 135.0, 60.0, 25.0, 15.0))
_PRACTICE_CHANGES = 30.0  # by 1,000 a year, assumed

# Deaths: a hazard rising 9.5% by year of age, set to the 6.2 deaths by 1,000 people of the same
# projections in 2019; men's is assumed to be a third higher than women's.
_DEATH_AT_65, _DEATH_GROWTH, _MEN = 0.0057, 0.095, 1.33

_FRAILTY_SHAPE = 0.7  # assumed: a gamma of mean 1; the smaller, the more unequal
# Assumed: so many of the dead lived in a care home for so many years (on average) before, where
# they moved in at this age or later; it makes about 3% of people over 65 residents on a day.
_CARE_HOME_SHARE, _CARE_HOME_AGE, _CARE_HOME_YEARS = 0.38, 70, 2.5

_MORTALITY = np.array([condition.mortality for condition in CONDITIONS])
_FOLLOWS = np.array([condition.follows != () for condition in CONDITIONS])


@dataclass(frozen=True, slots=True)
class People:
    """One item per person in every array. Days count from 1970-01-01; ``NEVER`` is no day.

    A person is here on each day from ``entry`` to the day before ``exit``. ``onset`` is people x
    conditions. ``practice`` holds until ``practice_change``, then ``next_practice``.
    """

    birth: Ints
    female: Flags
    lsoa: Ints
    deprivation: Floats
    frailty: Floats
    onset: Ints
    registered: Ints
    entry: Ints
    exit: Ints
    death: Ints
    moved: Ints
    practice: Ints
    next_practice: Ints
    practice_change: Ints
    care_home: Ints
    care_home_from: Ints

    def __len__(self) -> int:
        return len(self.birth)

    def age_on(self, day: Ints | int) -> Floats:
        """Return everyone's age in years on a day; 0 for those not yet born."""
        return np.maximum(day - self.birth, 0) / YEAR


def draw_people(people: int, starts: Ints, area: Area, rng: np.random.Generator) -> People:
    """Return the people registered on ``starts[0]`` and those who are born or move in later.

    ``starts`` holds the first day of every financial year and the day after the last.
    """
    entry, registered, birth = _draw_entries(people, starts, rng)
    size = len(entry)
    age = (entry - birth) / YEAR
    female = rng.random(size) < np.interp(age, *_FEMALE)
    lsoa = rng.integers(len(area.decile), size=size)
    deprivation = area.deprivation[lsoa]
    frailty = rng.gamma(_FRAILTY_SHAPE, 1 / _FRAILTY_SHAPE, size)
    risk = (frailty**0.8 + 0.01) * deprivation
    onset = _survivable(draw_onsets(birth, female, risk, rng), birth, entry, rng)
    ratio = deprivation * np.where(female, 1.0, _MEN) * _mortality(onset <= entry[:, None])
    last_day = _draw_deaths(entry, age, ratio, rng)
    care_home_from = _draw_care_home(last_day, birth, rng)
    death, moved = _ends(last_day, _wait(entry, np.interp(age, *_DEPARTURES), rng), starts[-1])
    leaving = np.minimum(np.minimum(death, moved), starts[-1])
    practice, following = _draw_practices(area, lsoa, rng)
    return People(
        birth=birth,
        female=female,
        lsoa=lsoa,
        deprivation=deprivation,
        frailty=frailty,
        onset=onset,
        registered=registered,
        entry=entry,
        exit=leaving,
        death=death,
        moved=moved,
        practice=practice,
        next_practice=following,
        practice_change=_before(leaving, _wait(entry, _PRACTICE_CHANGES, rng)),
        care_home=rng.integers(area.care_homes, size=size),
        care_home_from=_before(leaving, care_home_from),
    )


def _draw_entries(people: int, starts: Ints, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Return the first day here, the day of registration and the day of birth of everyone."""
    years = len(starts) - 1
    born, arrived = rng.poisson([people * years * n / 1000 for n in (_BIRTHS, _ARRIVALS)])
    band = rng.choice(len(AGE_SHARES), people, p=AGE_SHARES)
    age = np.concatenate([
        np.where(band == len(AGE_SHARES) - 1, 90 + rng.exponential(3, people), 0)
        + np.where(band < len(AGE_SHARES) - 1, 5 * (band + rng.random(people)), 0),
        np.zeros(born),
        np.minimum(rng.gamma(4, 7, arrived), 95),  # assumed: people move young, 28 on average
    ])  # fmt: skip
    later = rng.integers(starts[0] + 1, starts[-1], born + arrived)
    entry = np.concatenate([np.full(people, starts[0]), later])
    birth = entry - np.minimum(age, 108).astype(np.float64) * YEAR
    birth = np.floor(birth).astype(np.int64)
    since = np.concatenate([rng.exponential(8 * YEAR, people), np.zeros(born + arrived)])
    return entry, np.maximum(birth, entry - since.astype(np.int64)), birth


def _hazard(age: Floats) -> Floats:
    """Return the deaths a year, by age, of women without illness."""
    hazard: Floats = _DEATH_AT_65 * np.exp(_DEATH_GROWTH * (age - 65))
    return hazard


def _mortality(ill: Flags) -> Floats:
    """Return how many times likelier to die the conditions make each person, up to a limit."""
    ratio: Floats = np.where(ill, _MORTALITY, 1.0).prod(axis=1)
    limited: Floats = np.minimum(ratio, _MORTALITY.max())
    return limited


def _survivable(onset: Ints, birth: Ints, entry: Ints, rng: np.random.Generator) -> Ints:
    """Return the onsets without the illnesses of which a person would have died before entry.

    Without this step many would begin with an illness that few survive, and die at once.
    """
    begun = onset <= entry[:, None]
    now = _hazard((entry - birth) / YEAR)[:, None]
    then = _hazard((np.minimum(onset, entry[:, None]) - birth[:, None]) / YEAR)
    excess = (now - then) / _DEATH_GROWTH * (_MORTALITY - 1)
    lost = begun & (rng.exponential(size=onset.shape) < excess)
    cleared = lost.any(axis=1)[:, None] & (begun | _FOLLOWS) & (_MORTALITY > 1)
    return np.where(cleared, NEVER, onset)


def _draw_deaths(entry: Ints, age: Floats, ratio: Floats, rng: np.random.Generator) -> Ints:
    """Return the day of death, at the hazard of the age times each person's ratio."""
    target = rng.exponential(size=len(age)) * _DEATH_GROWTH / (_hazard(age) * ratio)
    return entry + 1 + np.floor(np.log1p(target) / _DEATH_GROWTH * YEAR).astype(np.int64)


def _draw_care_home(death: Ints, birth: Ints, rng: np.random.Generator) -> Ints:
    """Return the day people move into a care home, or ``NEVER``."""
    day = death - (rng.exponential(_CARE_HOME_YEARS, len(death)) * YEAR).astype(np.int64)
    old = day - birth >= _CARE_HOME_AGE * YEAR
    return np.where(old & (rng.random(len(death)) < _CARE_HOME_SHARE), day, NEVER)


def _ends(death: Ints, moved: Ints, end: int) -> tuple[Ints, Ints]:
    """Return the day of death and of moving away: at most one of them, and before the end."""
    return _before(np.minimum(moved, end), death), _before(np.minimum(death + 1, end), moved)


def _draw_practices(area: Area, lsoa: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return each person's practice, mostly in the own neighbourhood, and another practice."""
    near = area.neighbourhood[lsoa]
    choices = (area.practices - near + NEIGHBOURHOODS - 1) // NEIGHBOURHOODS
    local = near + NEIGHBOURHOODS * np.floor(rng.random(len(lsoa)) * choices).astype(np.int64)
    anywhere = rng.integers(area.practices, size=len(lsoa))
    practice = np.where(rng.random(len(lsoa)) < 0.85, local, anywhere)  # noqa: PLR2004 - assumed
    step = rng.integers(1, area.practices, len(lsoa))
    return practice, (practice + step) % area.practices


def _wait(entry: Ints, rate: Floats | float, rng: np.random.Generator) -> Ints:
    """Return a day after ``entry`` for something that happens to ``rate`` by 1,000 a year."""
    years = rng.exponential(size=len(entry)) * 1000 / rate
    return entry + 1 + np.floor(years * YEAR).astype(np.int64)


def _before(limit: Ints, day: Ints) -> Ints:
    """Return the day, or ``NEVER`` where it does not come before the limit."""
    return np.where(day < limit, day, NEVER)
