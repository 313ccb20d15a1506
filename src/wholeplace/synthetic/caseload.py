"""The caseload of the care model, and what the model prevents: a known, switchable effect."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.columns import NEVER, Flags, Floats, Ints
from wholeplace.synthetic.events import Stays
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import number_of

RATE_RATIO = 0.70
"""What the care model does to the rate of emergency admission of its caseload (assumed)."""

# 3,500 of 240,000 adults at first, 5,500 a year later: the size of one place's caseload.
SHARES = (3_500 / 240_000, 5_500 / 240_000)
"""The shares of adults on the caseload after its first and its second intake."""

_TAKE_UP = 0.75  # assumed: so that some who are eligible are never enrolled
_ADULT, _YEAR = 18, 365
_NOISE = 0.8  # assumed: what teams see that a score does not


@dataclass(frozen=True, slots=True)
class Caseload:
    """For each person the day they became eligible and the day they were enrolled, or ``NEVER``."""

    eligible: Ints
    enrolled: Ints


def intake_days(calendar: Calendar) -> tuple[int, ...]:
    """Return the days of the intakes: of the last year of a short window, or the last two."""
    first = max(0, calendar.years - (2 if calendar.years >= 4 else 1))  # noqa: PLR2004 - years
    return tuple(int(day) for day in calendar.starts[first : first + len(SHARES)][: len(SHARES)]
                 if day < calendar.end)  # fmt: skip


def draw_caseload(
    people: People, stays: Stays, calendar: Calendar, rng: np.random.Generator
) -> Caseload:
    """Return who is eligible and who is enrolled, from what was known before each intake.

    Admissions before an intake count as they would have been without the care model, so that the
    caseload is the same whether the effect is on or off.
    """
    eligible = np.full(len(people), NEVER)
    enrolled = np.full(len(people), NEVER)
    taste = rng.normal(0, _NOISE, len(people))
    willing = rng.random(len(people)) < _TAKE_UP
    for day, share in zip(intake_days(calendar), SHARES, strict=False):
        adult = (people.entry <= day) & (people.exit > day) & (people.age_on(day) >= _ADULT)
        wanted = round(share * int(adult.sum()) / _TAKE_UP)
        score = np.where(adult, _score(people, stays, day) + taste, -np.inf)
        score = np.where(eligible < NEVER, np.inf, score)  # once eligible, always
        chosen = np.zeros(len(people), dtype=np.bool_)
        chosen[np.argsort(-score, kind="stable")[:wanted]] = True
        eligible = np.where(chosen, np.minimum(eligible, day), eligible)
        enrolled = np.where(chosen & willing & adult, np.minimum(enrolled, day), enrolled)
    return Caseload(eligible, enrolled)


def _score(people: People, stays: Stays, day: int) -> Floats:
    """Return a score of risk from age, conditions and the emergency admissions of a year."""
    events = stays.events
    recent = (events.pod == number_of("NEL")) & (events.day < day) & (events.day >= day - _YEAR)
    before = np.bincount(events.person[recent], minlength=len(people))
    ill = people.ill_with(np.arange(len(people)), np.full(len(people), day)).sum(axis=1)
    score: Floats = 1.4 * np.log1p(before) + 0.25 * ill + 0.03 * np.maximum(
        people.age_on(day) - 55, 0
    )  # fmt: skip
    return score


def prevented(stays: Stays, caseload: Caseload, rng: np.random.Generator) -> Flags:
    """Return which stays the care model would prevent: a fixed share of the caseload's emergencies.

    The lots are drawn for every stay, whether it can be prevented or not, so that a place with
    the effect differs from the same place without it in these stays alone.
    """
    lots = rng.random(len(stays))
    events = stays.events
    covered = caseload.enrolled[events.person] <= events.day
    emergency = (events.pod == number_of("NEL")) & ~stays.last & ~stays.died
    preventable: Flags = covered & emergency & (lots >= RATE_RATIO)
    return preventable
