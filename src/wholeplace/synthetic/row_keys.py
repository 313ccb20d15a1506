"""Row keys: the number of each event, and the key by which its source knows the person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.synthetic.columns import Ints, keys
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.services import SERVICES


@dataclass(frozen=True, slots=True)
class RowKeys:
    """``activity_id`` and ``person_id`` of every event, in the order of the events.

    ``hospital`` holds the hospital number of each person, then of each person at the hospital
    out of area; 0 where it was never used. ``others`` are the people of each other source.
    """

    activity: pa.Array
    person: pa.Array
    hospital: Ints
    others: dict[str, Ints]


def draw_row_keys(events: Events, size: int, rng: np.random.Generator) -> RowKeys:
    """Return the keys: hospitals know people by a number of their own, others by pseudonym."""
    source = np.array([service.source for service in SERVICES])[events.pod]
    acute = source == "acute"
    slot = events.person + np.where(events.away, size, 0)
    hospital = 1 + rng.permutation(2 * size)
    person = pc.if_else(pa.array(acute), keys("H", hospital[slot]), keys("P", events.person + 1))
    used = np.zeros(2 * size, dtype=np.bool_)
    used[slot[acute]] = True
    return RowKeys(
        activity=keys("A", np.arange(len(events)) + 1, 9),
        person=person,
        hospital=np.where(used, hospital, 0),
        others={
            name: np.unique(events.person[source == name])
            for name in ("community", "mental_health")
        },
    )
