"""Stays in hospital: how long, how they end, and the way in through A&E."""

from __future__ import annotations

import numpy as np

from wholeplace.synthetic.columns import MINUTES, NEVER, Flags, Floats, Ints
from wholeplace.synthetic.conditions import YEAR
from wholeplace.synthetic.demand import Needs
from wholeplace.synthetic.events import METHODS, Events
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import PODS

OUT_OF_AREA = 0.06
"""The share of hospital events that are out of area."""

_NEL, _EL, _DC, _MAT, _ED = (PODS.index(pod) for pod in ("NEL", "EL", "DC", "MAT", "ED"))
_EMERGENCY = (0.72, 0.12, 0.08, 0.06, 0.02)  # assumed: shares of the first five METHODS
_DIE_IN_HOSPITAL = 0.47  # assumed: share of the dying who are admitted at the end
_MAX_NIGHTS = 150
_AWAY_FROM_WARD = 360  # minutes between two stays of a person: time to come back through A&E


def draw_stays(people: People, needs: Needs, rng: np.random.Generator) -> Events:
    """Return the spells that the needs lead to; nobody is in two beds at once or after death."""
    last = _last_days(people, rng)
    nights = _draw_nights(people, needs, rng)
    nights = np.concatenate([nights, np.full(len(last.person), NEVER)])
    person, pod, day = (np.concatenate(pair) for pair in zip(needs, last, strict=True))
    start = day * MINUTES + rng.integers(7 * 60, 18 * 60, len(day))
    home = (day + nights) * MINUTES + rng.integers(9 * 60, 20 * 60, len(day))
    same_day = start + rng.integers(120, 300, len(day))
    death = people.death[person]
    died = (nights > 0) & (day + nights >= death)
    end = np.where(died, death * MINUTES + rng.integers(0, MINUTES, len(day)), home)
    stays = Events(
        person=person,
        pod=pod,
        start=start,
        end=np.where(nights == 0, same_day, end),
        method=_draw_methods(pod, rng),
        away=rng.random(len(day)) < OUT_OF_AREA,
        died=died,
        missed=np.zeros_like(died),
        parent=np.full(len(day), -1),
    )
    return _one_bed_each(stays)


def _last_days(people: People, rng: np.random.Generator) -> Needs:
    """Return the emergency admissions in which people die, some days before."""
    admitted = (people.death < NEVER) & (rng.random(len(people)) < _DIE_IN_HOSPITAL)
    who = np.flatnonzero(admitted)
    before = 1 + rng.exponential(8, len(who)).astype(np.int64)
    day = np.maximum(people.death[who] - before, people.entry[who])
    return Needs(who, np.full(len(who), _NEL), day)


def _draw_nights(people: People, needs: Needs, rng: np.random.Generator) -> Ints:
    """Return lengths of stay in days. Assumed: shorter for the young, long ones lognormal."""
    size = len(needs.person)
    age = (needs.day - people.birth[needs.person]) / YEAR
    short = rng.random(size) < np.interp(age, (0, 20, 50, 90), (0.85, 0.72, 0.58, 0.25))
    few = rng.integers(0, 2, size)
    typical: Floats = np.interp(age, (0, 50, 90), (1.5, 4.0, 6.0))
    many = 2 + (typical * rng.lognormal(0.0, 0.9, size)).astype(np.int64)
    planned = 1 + rng.poisson(1.5, size)
    nights = np.where(needs.pod == _NEL, np.where(short, few, many), planned)
    return np.where(needs.pod == _DC, 0, np.minimum(nights, _MAX_NIGHTS))


def _draw_methods(pod: Ints, rng: np.random.Generator) -> Ints:
    emergency = rng.choice(len(_EMERGENCY), len(pod), p=_EMERGENCY)
    planned = METHODS.index("11") + rng.integers(0, 2, len(pod))
    method = np.where(pod == _NEL, emergency, planned)
    return np.where(pod == _MAT, METHODS.index("31"), method)


def _one_bed_each(stays: Events) -> Events:
    """Return the stays in order of person and time, without those that begin too soon."""
    stays = stays.take(np.lexsort((stays.end, stays.start, stays.person)))
    apart = stays.person * (NEVER * MINUTES)  # puts people so far apart that their times never mix
    latest = np.maximum.accumulate(apart + stays.end)
    soonest = np.concatenate([[-1], latest[:-1]]) + _AWAY_FROM_WARD
    new = np.concatenate([[-1], stays.person[:-1]]) != stays.person
    return stays.take(new | (apart + stays.start >= soonest))


def front_doors(stays: Events, rng: np.random.Generator) -> Events:
    """Return the A&E attendance before each spell that was admitted through one."""
    through = np.flatnonzero(stays.method == METHODS.index("21"))
    into = stays.take(through)
    return Events(
        person=into.person,
        pod=np.full(len(into), _ED),
        start=into.start - rng.integers(60, _AWAY_FROM_WARD, len(into)),
        end=into.start,
        method=np.full(len(into), -1),
        away=into.away,
        died=np.zeros_like(into.died),
        missed=np.zeros_like(into.died),
        parent=through,
    )


def in_hospital(stays: Events, person: Ints, minute: Ints) -> Flags:
    """Return whether each person is in one of the stays (in order of person) at that minute."""
    apart = NEVER * MINUTES
    before = np.searchsorted(stays.person * apart + stays.start, person * apart + minute, "right")
    # With no stay before, the index is -1: the appended item, which is nobody's.
    own = np.append(stays.person, -1)[before - 1] == person
    inside: Flags = own & (minute <= np.append(stays.end, -1)[before - 1])
    return inside
