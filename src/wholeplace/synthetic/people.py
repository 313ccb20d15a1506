"""The people: who they are, how ill they are, and when they are here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.columns import NEVER, Flags, Floats, Ints
from wholeplace.synthetic.conditions import CONDITIONS, YEAR, draw_ends, draw_onsets
from wholeplace.synthetic.ground import NEIGHBOURHOODS, Ground

BANDS = 19
"""Five-year age bands 0-4 ... 85-89, 90 and over."""

# Births and moves by 1,000 people a year: ONS subnational projections (2018 base), Hillingdon in
# 2019: 4,104 births, 25,386 arrivals and 25,174 departures among 307,241 people. OGL v3.
_BIRTHS, _ARRIVALS = 13.4, 82.6
# Departures by 1,000 at each age: the shape is assumed, the total is that of the same projections.
_DEPARTURES = ((0, 18, 30, 45, 65, 90), (80.0, 130.0, 135.0, 60.0, 25.0, 15.0))
_PRACTICE_CHANGES = 30.0  # by 1,000 a year, assumed
_HOME_CHANGES = 55.0  # by 1,000 a year, assumed: moves within the place
_LOCAL_PRACTICE = 0.85  # assumed: share of people whose practice is in their neighbourhood

# Deaths: a hazard rising 9.5% by year of age, set to the 6.2 deaths by 1,000 people of the same
# projections in 2019; men's is assumed to be a third higher than women's.
_DEATH_AT_65, _DEATH_GROWTH, _MEN = 0.0057, 0.095, 1.33

# Shares by NHS ethnic category, assumed: near the 2011 Census in Hillingdon, 3% not stated.
ETHNICITIES = tuple("ABCDEFGHJKLMNPRSZ")
"""The NHS ethnic categories in use."""
_ETHNIC_SHARES = (
    50.6, 2.1, 6.0, 0.9, 0.4, 1.3, 1.1, 13.0, 3.3, 1.0, 6.0, 1.7, 4.0, 1.4, 0.9, 3.3, 3.0,
)  # fmt: skip

_HABIT_SHAPE = 1.2  # assumed: a gamma of mean 1 as well, of what no record shows
_HEALTH_SHAPE = 0.7  # assumed: a gamma of mean 1; the smaller, the more unequal
# Assumed: so many of the dead lived in a care home for so many years (on average) before, where
# they moved in at this age or later; it makes about 3% of people over 65 residents on a day.
_CARE_HOME_SHARE, _CARE_HOME_AGE, _CARE_HOME_YEARS = 0.38, 70, 2.5

_MORTALITY = np.array([condition.mortality for condition in CONDITIONS])
_FOLLOWS = np.array([condition.follows != () for condition in CONDITIONS])


@dataclass(frozen=True, slots=True)
class People:
    """One item per person in every array. Days count from 1970-01-01; ``NEVER`` is no day.

    A person is here on each day from ``entry`` to the day before ``exit``. ``onset`` and ``ended``
    are people x conditions: the days on which each begins and is over. ``practice`` holds until
    ``practice_change``, then ``next_practice``; ``lsoa`` until ``home_change``, then ``next_lsoa``.
    ``ill_health`` and ``habit`` are what no record shows: relative, with the mean 1.
    """

    birth: Ints
    female: Flags
    ethnicity: Ints
    lsoa: Ints
    next_lsoa: Ints
    home_change: Ints
    deprivation: Floats
    ill_health: Floats
    habit: Floats
    onset: Ints
    ended: Ints
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

    def ill_with(self, person: Ints, day: Ints) -> Flags:
        """Return which conditions each person has on each day: rows x conditions."""
        on = day[:, None]
        has: Flags = (self.onset[person] <= on) & (self.ended[person] > on)
        return has

    def practice_on(self, person: Ints, day: Ints) -> Ints:
        """Return the practice of each person on each day."""
        changed = self.practice_change[person] <= day
        return np.where(changed, self.next_practice[person], self.practice[person])

    def lsoa_on(self, person: Ints, day: Ints) -> Ints:
        """Return the small area of each person on each day."""
        moved = self.home_change[person] <= day
        return np.where(moved, self.next_lsoa[person], self.lsoa[person])

    def in_care_home(self, person: Ints, day: Ints) -> Flags:
        """Return who lives in a care home on each day."""
        within: Flags = self.care_home_from[person] <= day
        return within


def draw_people(
    people: int, calendar: Calendar, ground: Ground, rng: np.random.Generator
) -> People:
    """Return people registered on the first day, and those who are born or move in later."""
    entry, registered, birth, lsoa = _draw_entries(people, calendar, ground, rng)
    size = len(entry)
    age = (entry - birth) / YEAR
    female = rng.random(size) < ground.facts.women[_band(age)]
    deprivation = ground.deprivation[lsoa]
    ill_health = rng.gamma(_HEALTH_SHAPE, 1 / _HEALTH_SHAPE, size)
    risk = (ill_health**0.8 + 0.01) * deprivation
    onset = _survivable(draw_onsets(birth, female, risk, rng), birth, entry, rng)
    ratio = deprivation * np.where(female, 1.0, _MEN) * _mortality(onset <= entry[:, None])
    last_day = _draw_deaths(entry, age, ratio, rng)
    care_home_from = _draw_care_home(last_day, birth, rng)
    leaves = _wait(entry, np.interp(age, *_DEPARTURES), rng)
    death, moved = _ends(last_day, leaves, calendar.end)
    leaving = np.minimum(np.minimum(death, moved), calendar.end)
    practice, following = _draw_practices(ground, lsoa, rng)
    shares = np.array(_ETHNIC_SHARES)
    return People(
        birth=birth,
        female=female,
        ethnicity=rng.choice(len(shares), size, p=shares / shares.sum()),
        lsoa=lsoa,
        next_lsoa=(lsoa + rng.integers(1, ground.areas, size)) % ground.areas,
        home_change=_before(np.minimum(leaving, care_home_from), _wait(entry, _HOME_CHANGES, rng)),
        deprivation=deprivation,
        ill_health=ill_health,
        habit=rng.gamma(_HABIT_SHAPE, 1 / _HABIT_SHAPE, size),
        onset=onset,
        ended=draw_ends(onset, rng),
        registered=registered,
        entry=entry,
        exit=leaving,
        death=death,
        moved=moved,
        practice=practice,
        next_practice=following,
        practice_change=_before(leaving, _wait(entry, _PRACTICE_CHANGES, rng)),
        care_home=rng.integers(ground.care_homes, size=size),
        care_home_from=_before(leaving, care_home_from),
    )


def _band(age: Floats) -> Ints:
    return np.minimum(age // 5, BANDS - 1).astype(np.int64)


def _draw_entries(
    people: int, calendar: Calendar, ground: Ground, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the first day here, the days of registration and birth, and the area, of everyone."""
    years = calendar.years
    born, arrived = rng.poisson([people * years * n / 1000 for n in (_BIRTHS, _ARRIVALS)])
    counts = ground.facts.people
    cell = rng.choice(counts.size, people, p=counts.ravel() / counts.sum())
    oldest = cell % BANDS == BANDS - 1
    years_old = np.where(oldest, rng.exponential(3, people), 5 * rng.random(people))
    age = np.concatenate([
        5 * (cell % BANDS) + years_old,
        np.zeros(born),
        np.minimum(rng.gamma(4, 7, arrived), 95),  # assumed: people move young, 28 on average
    ])  # fmt: skip
    lsoa = np.concatenate([
        cell // BANDS,
        rng.choice(ground.areas, born, p=counts[:, 0] / counts[:, 0].sum()),
        rng.choice(ground.areas, arrived, p=counts.sum(axis=1) / counts.sum()),
    ])  # fmt: skip
    later = rng.integers(calendar.first + 1, calendar.end, born + arrived)
    entry = np.concatenate([np.full(people, calendar.first), later])
    birth = entry - np.minimum(age, 108).astype(np.float64) * YEAR
    birth = np.floor(birth).astype(np.int64)
    since = np.concatenate([rng.exponential(8 * YEAR, people), np.zeros(born + arrived)])
    return entry, np.maximum(birth, entry - since.astype(np.int64)), birth, lsoa


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


def _draw_practices(ground: Ground, lsoa: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return each person's practice, mostly in the own neighbourhood, and another practice."""
    near = ground.neighbourhood[lsoa]
    choices = (ground.practices - near + NEIGHBOURHOODS - 1) // NEIGHBOURHOODS
    local = near + NEIGHBOURHOODS * np.floor(rng.random(len(lsoa)) * choices).astype(np.int64)
    anywhere = rng.integers(ground.practices, size=len(lsoa))
    practice = np.where(rng.random(len(lsoa)) < _LOCAL_PRACTICE, local, anywhere)
    step = rng.integers(1, ground.practices, len(lsoa))
    return practice, (practice + step) % ground.practices


def _wait(entry: Ints, rate: Floats | float, rng: np.random.Generator) -> Ints:
    """Return a day after ``entry`` for something that happens to ``rate`` by 1,000 a year."""
    years = rng.exponential(size=len(entry)) * 1000 / rate
    return entry + 1 + np.floor(years * YEAR).astype(np.int64)


def _before(limit: Ints, day: Ints) -> Ints:
    """Return the day, or ``NEVER`` where it does not come before the limit."""
    return np.where(day < limit, day, NEVER)
