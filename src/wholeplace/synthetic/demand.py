"""Demand: who needs which service on which day."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.columns import Flags, Floats, Ints
from wholeplace.synthetic.conditions import CONDITIONS, YEAR
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import AGES, SERVICES, Service, number_of

# Recent events excite new ones (assumed): each emergency admission leads to so many others on
# average, so many days later on average; those lead to others in turn.
_OFFSPRING, _LAG_DAYS, _GENERATIONS = 0.17, 38.0, 6
_LAST_YEAR = 365
_MIND = np.array([condition.mind for condition in CONDITIONS])


class Needs(NamedTuple):
    """Positions of the person and the service (in ``SERVICES``), and the day: one by event."""

    person: Ints
    pod: Ints
    day: Ints

    def where(self, chosen: Flags) -> Needs:
        """Return the chosen ones."""
        return Needs(self.person[chosen], self.pod[chosen], self.day[chosen])


def joined(parts: list[Needs]) -> Needs:
    """Return all the needs of several lists."""
    return Needs(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def draw_needs(people: People, calendar: Calendar, rng: np.random.Generator) -> Needs:
    """Return everything needed in the window.

    Each service is a Poisson process whose rate follows the calendar, the person, and the
    conditions on the first day of each financial year; the last year of life has a process of
    its own. Emergency admissions excite others.
    """
    parts: list[Needs] = []
    for year, (begins, ends) in enumerate(pairwise(calendar.starts.tolist())):
        first = np.clip(people.entry, begins, ends)
        last = np.maximum(np.minimum(people.exit, ends), first)
        dying = np.minimum(np.maximum(first, people.death - _LAST_YEAR), last)
        here = np.flatnonzero(last > first)
        ill = people.ill_with(here, first[here])
        count, mind = ill.sum(axis=1), ill[:, _MIND].sum(axis=1)
        age = people.age_on(first)[here]
        for pod, service in enumerate(SERVICES):
            rate = _rate(service, people, here, age, (count, mind)) * service.growth**year
            parts.append(_draw(rate, here, pod, calendar, (first, last), rng))
            if service.dying > 1:
                more = rate * (service.dying - 1)
                parts.append(_draw(more, here, pod, calendar, (dying, last), rng))
    needs = joined(parts)
    return joined([needs, *_draw_returns(needs, people, rng)])


def _rate(
    service: Service, people: People, here: Ints, age: Floats, ill: tuple[Ints, Ints]
) -> Floats:
    """Return the events a year of each person who is here, given counts of conditions."""
    rate = np.interp(age, AGES, service.rates) * (service.level / 1000)
    rate *= people.ill_health[here] ** service.health
    rate *= people.habit[here] ** service.habit
    rate *= people.deprivation[here] ** ((service.health + service.habit) / 2)
    rate *= 1 + service.ill * ill[0] + service.mind * ill[1]
    return np.where(people.female[here] | (not service.women_only), rate, 0.0)


def _draw(
    rate: Floats,
    here: Ints,
    pod: int,
    calendar: Calendar,
    window: tuple[Ints, Ints],
    rng: np.random.Generator,
) -> Needs:
    first, last = window[0][here], window[1][here]
    who = np.repeat(np.arange(len(here)), rng.poisson(rate * calendar.time(pod, first, last)))
    day = calendar.days(pod, first[who], last[who], rng.random(len(who)))
    return Needs(here[who], np.full(len(who), pod), day)


def _draw_returns(needs: Needs, people: People, rng: np.random.Generator) -> list[Needs]:
    """Return the emergency admissions that follow on others, generation by generation."""
    parents = needs.where(needs.pod == number_of("NEL"))
    born: list[Needs] = []
    for _ in range(_GENERATIONS):
        index = np.repeat(np.arange(len(parents.day)), rng.poisson(_OFFSPRING, len(parents.day)))
        later = 2 + rng.exponential(_LAG_DAYS, len(index)).astype(np.int64)
        after = Needs(parents.person[index], parents.pod[index], parents.day[index] + later)
        parents = after.where(after.day < people.exit[after.person])
        born.append(parents)
    return born


def age_at(people: People, person: Ints, day: Ints) -> Floats:
    """Return the age in years of each person on each day."""
    age: Floats = (day - people.birth[person]) / YEAR
    return age
