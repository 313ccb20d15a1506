"""One block of the place: some of its people, and everything that happens to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.caseload import Caseload, draw_caseload, prevented
from wholeplace.synthetic.columns import MINUTES, Flags, Ints
from wholeplace.synthetic.demand import Needs, draw_needs
from wholeplace.synthetic.events import Events, Stays
from wholeplace.synthetic.ground import Ground
from wholeplace.synthetic.people import People, draw_people
from wholeplace.synthetic.services import STAYS, number_of
from wholeplace.synthetic.stays import draw_stays, front_doors, in_hospital
from wholeplace.synthetic.visits import draw_contacts, draw_referrals, draw_visits

_MIND_STAYS = number_of("MHIP")
_MIND_NIGHTS = 32.0  # assumed: nights of a stay on a mental health ward, on average


@dataclass(frozen=True, slots=True)
class World:
    """What is true of a block, before any feed writes it down.

    ``stays`` and ``visits`` are all that would happen without the care model; ``happened`` says
    which do. (Chance is drawn for all of them, so that a place with the effect differs from the
    same place without it in what was prevented, and in nothing else.) ``prevented`` are the spells
    that the care model prevents, or would prevent were it on. ``visits`` holds A&E (with those
    admitted), outpatients, GP and the contacts of ``referrals``; ``mind_stays`` the spells on
    mental health wards.
    """

    people: People
    calendar: Calendar
    ground: Ground
    stays: Stays
    visits: Events
    referrals: Events
    mind_stays: Events
    caseload: Caseload
    prevented: Stays
    gone: Ints

    def happened(self, events: Events) -> Flags:
        """Return which events were not prevented, nor led to a spell that was."""
        lost: Flags = np.isin(events.number, self.gone) | np.isin(events.link, self.gone)
        return ~lost

    def visits_of(self, *pods: str) -> Events:
        """Return the visits to services, in order of time."""
        return self.visits.of(*(number_of(pod) for pod in pods)).in_time()


def draw_world(
    people_count: int,
    calendar: Calendar,
    ground: Ground,
    rng: np.random.Generator,
    *,
    care_model: bool,
) -> World:
    """Return a block of so many people, each part from a stream of chance of its own."""
    of_people, of_needs, of_stays, of_visits, of_care, of_mind = rng.spawn(6)
    people = draw_people(people_count, calendar, ground, of_people)
    needs = draw_needs(people, calendar, of_needs)
    stays = draw_stays(people, needs.where(np.isin(needs.pod, STAYS)), calendar, of_stays)
    mind_stays = _mind_stays(people, needs.where(needs.pod == _MIND_STAYS), of_mind)
    others = needs.where(~np.isin(needs.pod, (*STAYS, _MIND_STAYS)))
    beds = int(stays.events.number.max(initial=-1)) + 1
    doors = _inside(front_doors(stays, beds, of_visits), calendar)
    visits = draw_visits(others, 2 * beds, of_visits)
    referrals = draw_referrals(others, 2 * beds + len(visits), of_visits)
    following = 2 * beds + len(visits) + len(referrals)
    contacts = draw_contacts(referrals, people, following, of_visits)
    free = _joined(visits, contacts)
    free = free.take(~in_hospital(stays.events, free.person, free.start))
    caseload = draw_caseload(people, stays, calendar, of_care)
    spared = prevented(stays, caseload, of_care)
    return World(
        people=people,
        calendar=calendar,
        ground=ground,
        stays=stays,
        visits=_joined(free, doors),
        referrals=referrals,
        mind_stays=mind_stays,
        caseload=caseload,
        prevented=stays.take(spared),
        gone=stays.events.number[spared & care_model],
    )


def _inside(events: Events, calendar: Calendar) -> Events:
    """Return the events, with no start before the window."""
    start = np.maximum(events.start, calendar.first * MINUTES)
    return Events(
        events.number, events.person, events.pod, start, events.end, events.away, events.link
    )


def _joined(one: Events, two: Events) -> Events:
    pairs = ((getattr(one, name), getattr(two, name)) for name in Events.__slots__)
    return Events(*(np.concatenate(pair) for pair in pairs))


def _mind_stays(people: People, needs: Needs, rng: np.random.Generator) -> Events:
    """Return the stays on mental health wards; of one person, none begins during another."""
    order = np.lexsort((needs.day, needs.person))
    person, pod, day = needs.person[order], needs.pod[order], needs.day[order]
    nights = 1 + rng.exponential(_MIND_NIGHTS, len(day)).astype(np.int64)
    end = np.minimum(day + nights, people.exit[person])
    alone = _alone(person, day, end)
    start = day * MINUTES + 14 * 60
    return Events(
        number=np.arange(len(day)),
        person=person,
        pod=pod,
        start=start,
        end=np.maximum(end * MINUTES + 11 * 60, start + 60),
        away=np.zeros(len(day), dtype=np.bool_),
        link=np.full(len(day), -1),
    ).take(alone)


def _alone(person: Ints, day: Ints, end: Ints) -> Flags:
    apart = person * (1 << 20)
    latest = np.concatenate([[-1], np.maximum.accumulate(apart + end)[:-1]])
    free: Flags = apart + day > latest
    return free
