"""What each spell was for, its resource group, and its price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholeplace.synthetic.columns import Ints
from wholeplace.synthetic.diagnoses import CODES, draw_diagnoses
from wholeplace.synthetic.prices import chapters, draw_groups, price
from wholeplace.synthetic.procedures import draw_operations
from wholeplace.synthetic.services import number_of
from wholeplace.synthetic.world import World

KINDS = ("nel_short", "nel_long", "elective", "day_case")
"""The price lists of spells."""

_SHORT_STAY = 2  # nights from which an unplanned stay is long (National Cost Collection)
_CHILD = 18
_PLANNED, _EMERGENCY = 0.97, 0.25  # assumed: shares of spells with an operation


@dataclass(frozen=True, slots=True)
class Priced:
    """For each spell: diagnoses, operations, resource group (in ``labels``), kind and pence."""

    diagnoses: Ints
    operations: Ints
    labels: tuple[str, ...]
    group: Ints
    kind: Ints
    pence: Ints


def price_spells(world: World, rng: np.random.Generator) -> Priced:
    """Return what each stay of the world was for, and what it cost the commissioner."""
    events, people = world.stays.events, world.people
    of_codes, of_groups, of_work = rng.spawn(3)
    diagnoses = draw_diagnoses(events, people, of_codes)
    kind = _kind(events.pod, events.nights)
    chapter = chapters(CODES)[diagnoses[:, 0]]
    child = (events.day - people.birth[events.person]) / 365.25 < _CHILD
    planned = np.isin(events.pod, (number_of("EL"), number_of("DC")))
    chapter = np.where(child & ~planned & (chapter != ord("N")), ord("P"), chapter)
    group = np.zeros(len(events), dtype=np.int64)
    pence = np.zeros(len(events), dtype=np.int64)
    labels: list[str] = []
    facts = world.ground.facts
    for number, name in enumerate(KINDS):
        own = np.flatnonzero(kind == number)
        drawn = draw_groups(facts.prices[name], chapter[own], of_groups)
        away = events.away[own].astype(np.int64)
        pence[own] = price(name, drawn, events.day[own], away, facts, world.calendar)
        group[own] = drawn + len(labels)
        labels += facts.prices[name].hrg
    share = np.where(planned, _PLANNED, _EMERGENCY)
    operated = np.where(
        of_work.random(len(events)) < share, 1 + of_work.integers(0, 3, len(events)), 0
    )
    operations = draw_operations(tuple(labels), group, operated)
    return Priced(diagnoses, operations, tuple(labels), group, kind, pence)


def _kind(pod: Ints, nights: Ints) -> Ints:
    unplanned = (nights >= _SHORT_STAY).astype(np.int64)
    return np.where(pod == number_of("EL"), 2, np.where(pod == number_of("DC"), 3, unplanned))
