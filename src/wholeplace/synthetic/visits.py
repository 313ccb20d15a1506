"""Attendances, appointments and contacts: everything that takes no bed."""

from __future__ import annotations

import numpy as np

from wholeplace.synthetic.columns import MINUTES, Ints
from wholeplace.synthetic.demand import Needs
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import SERVICES, number_of
from wholeplace.synthetic.stays import OUT_OF_AREA

COURSES = (number_of("COMM"), number_of("MH"))
"""Services that people are referred to, and that see them several times."""

_ED = number_of("ED")
_ACUTE = np.array([service.pod in ("ED", "OPFA", "OPFUP") for service in SERVICES])
_MORE_CONTACTS, _APART = 5.0, 11.0  # assumed: contacts after the first, and days between them
_LONGEST = 60  # contacts of a course


def draw_visits(needs: Needs, first_number: int, rng: np.random.Generator) -> Events:
    """Return attendances and appointments: A&E at any hour, the others in office hours."""
    visits = needs.where(~np.isin(needs.pod, COURSES))
    size = len(visits.person)
    around = np.abs(rng.normal(14.5 * 60, 5.5 * 60, size)).astype(np.int64) % MINUTES
    minute = np.where(visits.pod == _ED, around, 8 * 60 + 5 * rng.integers(0, 120, size))
    start = visits.day * MINUTES + minute
    return Events(
        number=first_number + np.arange(size),
        person=visits.person,
        pod=visits.pod,
        start=start,
        end=start + _draw_minutes(visits.pod, rng),
        away=_ACUTE[visits.pod] & (rng.random(size) < OUT_OF_AREA),
        link=np.full(size, -1),
    )


def draw_referrals(needs: Needs, first_number: int, rng: np.random.Generator) -> Events:
    """Return the referrals to community and mental health services; the end is not yet known."""
    referred = needs.where(np.isin(needs.pod, COURSES))
    size = len(referred.person)
    start = referred.day * MINUTES + 9 * 60 + 15 * rng.integers(0, 30, size)
    return Events(
        number=first_number + np.arange(size),
        person=referred.person,
        pod=referred.pod,
        start=start,
        end=start,
        away=np.zeros(size, dtype=np.bool_),
        link=np.full(size, -1),
    )


def draw_contacts(
    referrals: Events, people: People, first_number: int, rng: np.random.Generator
) -> Events:
    """Return the contacts to which referrals lead, while the person is here; they cluster."""
    counts = 1 + np.minimum(rng.geometric(1 / (1 + _MORE_CONTACTS), len(referrals)) - 1, _LONGEST)
    index = np.repeat(np.arange(len(referrals)), counts)
    gaps = 1 + rng.exponential(_APART, len(index))
    total = np.cumsum(gaps)
    before = np.repeat(np.cumsum(counts) - counts, counts)
    since = total - total[before]  # the first contact is on the day of the referral
    day = referrals.day[index] + since.astype(np.int64)
    minute = 8 * 60 + 5 * rng.integers(0, 120, len(index))
    number = first_number + np.arange(len(index))
    here = day < people.exit[referrals.person[index]]
    index, start = index[here], (day * MINUTES + minute)[here]
    return Events(
        number=number[here],
        person=referrals.person[index],
        pod=referrals.pod[index],
        start=start,
        end=start + _draw_minutes(referrals.pod[index], rng),
        away=np.zeros(len(index), dtype=np.bool_),
        link=referrals.number[index],
    )


def _draw_minutes(pod: Ints, rng: np.random.Generator) -> Ints:
    typical = np.array([service.minutes for service in SERVICES])[pod]
    return np.maximum(typical * rng.uniform(0.5, 1.5, len(pod)), 1).astype(np.int64)
