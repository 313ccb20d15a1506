"""Spells in hospital: how long they last and how they end; and the door people come in by."""

from __future__ import annotations

import numpy as np

from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.columns import MINUTES, NEVER, Flags, Floats, Ints
from wholeplace.synthetic.demand import Needs, age_at
from wholeplace.synthetic.events import METHODS, Events, Stays
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import number_of

OUT_OF_AREA = 0.06
"""Assumed: the share of hospital events of the place's people that happen out of area."""

_NEL, _DC, _MAT, _ED = (number_of(pod) for pod in ("NEL", "DC", "MAT", "ED"))
_EMERGENCY = (0.72, 0.12, 0.08, 0.06, 0.02)  # assumed: shares of the first five METHODS
_DIE_IN_HOSPITAL = 0.47  # assumed: share of the dying who are admitted at the end
_MAX_NIGHTS = 150
_AWAY_FROM_WARD = 360  # minutes between two stays of a person: time to come back through A&E


def draw_stays(people: People, needs: Needs, calendar: Calendar, rng: np.random.Generator) -> Stays:
    """Return the spells that the needs lead to; nobody is in two beds at once or after death."""
    end_of_life = _last_days(people, rng)
    nights = _draw_nights(people, needs, rng)
    nights = np.concatenate([nights, np.full(len(end_of_life.person), NEVER)])
    person, pod, day = (np.concatenate(pair) for pair in zip(needs, end_of_life, strict=True))
    start = day * MINUTES + _draw_arrivals(pod, rng)
    home = (day + nights) * MINUTES + rng.integers(9 * 60, 20 * 60, len(day))
    same_day = np.minimum(start + rng.integers(120, 300, len(day)), (day + 1) * MINUTES - 1)
    death = people.death[person]
    died = (nights > 0) & (day + nights >= death)
    end = np.where(died, death * MINUTES + rng.integers(0, MINUTES, len(day)), home)
    end = np.where(nights == 0, same_day, np.maximum(end, start + 60))
    events = Events(
        number=np.arange(len(day)),
        person=person,
        pod=pod,
        start=start,
        end=end,
        away=rng.random(len(day)) < OUT_OF_AREA,
        link=np.full(len(day), -1),
    )
    last = np.arange(len(day)) >= len(needs.person)
    stays = Stays(events, _draw_methods(pod, rng), died, last, end >= calendar.end * MINUTES)
    return _one_bed_each(stays)


def _last_days(people: People, rng: np.random.Generator) -> Needs:
    """Return the emergency admissions in which people die, some days before."""
    admitted = (people.death < NEVER) & (rng.random(len(people)) < _DIE_IN_HOSPITAL)
    who = np.flatnonzero(admitted)
    before = 1 + rng.exponential(8, len(who)).astype(np.int64)
    day = np.maximum(people.death[who] - before, people.entry[who])
    return Needs(who, np.full(len(who), _NEL), day)


def _draw_arrivals(pod: Ints, rng: np.random.Generator) -> Ints:
    """Return the minute of the day: emergencies around the clock, most in the afternoon."""
    size = len(pod)
    around = np.minimum(np.abs(rng.normal(15 * 60, 5 * 60, size)), MINUTES - 1).astype(np.int64)
    return np.where(pod == _NEL, around, rng.integers(7 * 60, 15 * 60, size))


def _draw_nights(people: People, needs: Needs, rng: np.random.Generator) -> Ints:
    """Return lengths of stay in days. Assumed: shorter for the young, long ones lognormal."""
    size = len(needs.person)
    age = age_at(people, needs.person, needs.day)
    short = rng.random(size) < np.interp(age, (0, 20, 50, 90), (0.85, 0.78, 0.66, 0.36))
    few = rng.integers(0, 2, size)
    typical: Floats = np.interp(age, (0, 50, 90), (1.3, 3.9, 6.6))
    many = 2 + (typical * rng.lognormal(0.0, 0.95, size)).astype(np.int64)
    planned = 1 + rng.poisson(1.8, size)
    nights = np.where(needs.pod == _NEL, np.where(short, few, many), planned)
    return np.where(needs.pod == _DC, 0, np.minimum(nights, _MAX_NIGHTS))


def _draw_methods(pod: Ints, rng: np.random.Generator) -> Ints:
    emergency = rng.choice(len(_EMERGENCY), len(pod), p=_EMERGENCY)
    planned = METHODS.index("11") + rng.integers(0, 2, len(pod))
    method = np.where(pod == _NEL, emergency, planned)
    return np.where(pod == _MAT, METHODS.index("31"), method)


def _one_bed_each(stays: Stays) -> Stays:
    """Return the stays in order of person and time, without those that begin too soon."""
    events = stays.events
    order = np.lexsort((events.end, events.start, events.person))
    stays = stays.take(order)
    events = stays.events
    apart = events.person * (NEVER * MINUTES)  # puts people so far apart that times never mix
    latest = np.maximum.accumulate(apart + events.end)
    soonest = np.concatenate([[-1], latest[:-1]]) + _AWAY_FROM_WARD
    new = np.concatenate([[-1], events.person[:-1]]) != events.person
    return stays.take(new | (apart + events.start >= soonest))


def front_doors(stays: Stays, first_number: int, rng: np.random.Generator) -> Events:
    """Return the A&E attendance before each spell that was admitted through one."""
    into = stays.events.take(stays.method == METHODS.index("21"))
    return Events(
        number=first_number + np.arange(len(into)),
        person=into.person,
        pod=np.full(len(into), _ED),
        start=into.start - rng.integers(60, _AWAY_FROM_WARD, len(into)),
        end=into.start,
        away=into.away,
        link=into.number,
    )


def in_hospital(stays: Events, person: Ints, minute: Ints) -> Flags:
    """Return whether each person is in one of the stays (in order of person) at that minute."""
    apart = NEVER * MINUTES
    before = np.searchsorted(stays.person * apart + stays.start, person * apart + minute, "right")
    # With no stay before, the index is -1: the appended item, which is nobody's.
    own = np.append(stays.person, -1)[before - 1] == person
    inside: Flags = own & (minute <= np.append(stays.end, -1)[before - 1])
    return inside
