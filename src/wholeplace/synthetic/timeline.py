"""The timeline: everything that happens in the place, in order."""

from __future__ import annotations

import numpy as np

from wholeplace.synthetic.columns import MINUTES, Ints
from wholeplace.synthetic.demand import Needs, draw_needs
from wholeplace.synthetic.events import Events, in_order
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import PODS, SERVICES, STAYS
from wholeplace.synthetic.stays import OUT_OF_AREA, draw_stays, front_doors, in_hospital

_MISSED = 0.07  # assumed: the share of outpatient appointments to which people do not come


def draw_events(people: People, starts: Ints, rng: np.random.Generator) -> Events:
    """Return all events from ``starts[0]`` to the day before ``starts[-1]``, in order of time."""
    needs = draw_needs(people, starts, rng)
    in_bed = np.isin(needs.pod, STAYS)
    stays = draw_stays(people, needs.where(in_bed), rng)
    doors = front_doors(stays, rng)
    visits = _draw_visits(needs.where(~in_bed), rng)
    free = ~in_hospital(stays, visits.person, visits.start)
    return in_order([stays, doors, visits.take(free)])


def _draw_visits(needs: Needs, rng: np.random.Generator) -> Events:
    """Return attendances and contacts: A&E at any hour, the others in office hours."""
    size = len(needs.person)
    at_any_hour = needs.pod == PODS.index("ED")
    minute = np.where(
        at_any_hour, rng.integers(0, MINUTES, size), rng.integers(8 * 60, 18 * 60, size)
    )
    typical = np.array([service.minutes for service in SERVICES])[needs.pod]
    lasts = np.maximum(typical * rng.uniform(0.5, 1.5, size), 1).astype(np.int64)
    start = needs.day * MINUTES + minute
    acute = np.array([service.source == "acute" for service in SERVICES])[needs.pod]
    outpatient = np.array([service.setting == "OP" for service in SERVICES])[needs.pod]
    return Events(
        person=needs.person,
        pod=needs.pod,
        start=start,
        end=start + lasts,
        method=np.full(size, -1),
        away=acute & (rng.random(size) < OUT_OF_AREA),
        died=np.zeros(size, dtype=np.bool_),
        missed=outpatient & (rng.random(size) < _MISSED),
        parent=np.full(size, -1),
    )
