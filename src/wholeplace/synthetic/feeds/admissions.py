"""Admitted patient care: one row for each finished (or open) episode under a consultant."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.synthetic.columns import (
    NEVER,
    Flags,
    Floats,
    Ints,
    days,
    keys,
    money,
    pick,
    wholes,
)
from wholeplace.synthetic.conditions import YEAR
from wholeplace.synthetic.diagnoses import CODES, MOST
from wholeplace.synthetic.events import METHODS
from wholeplace.synthetic.prices import MARKET_FORCES
from wholeplace.synthetic.procedures import PROCEDURES
from wholeplace.synthetic.scribe import Scribe, resubmitted
from wholeplace.synthetic.services import number_of
from wholeplace.synthetic.spell_prices import Priced

_MORE_EPISODES = (0.06, 0.42)  # assumed: chance of a further episode after a short, a long stay
_MOST_EPISODES = 4
_OPERATIONS = 4
_SPECIALTIES = ("100", "110", "130", "301", "320", "330", "300", "420", "430", "501")
_CHILD, _OLD = 16, 78
_HOME, _CARE_HOME = "19", "54"  # 54: a care home run by the NHS, a council or others
_LONGEST_CLAIM = 0.004  # assumed: share of spells outside the tariff


def admissions(scribe: Scribe, priced: Priced, rng: np.random.Generator) -> pa.Table:
    """Return ``apc``: the episodes of the spells, with an earlier version of a few of them."""
    of_patient, of_episodes, of_codes, of_sending = rng.spawn(4)
    spell, order, count, begins, ends = _episodes(scribe, of_episodes)
    events = scribe.world.stays.events.take(spell)
    stays = scribe.world.stays.take(spell)
    unfinished = ends >= scribe.world.calendar.end
    discharged = np.where(stays.open, NEVER, events.last_day)
    columns = {
        "EPIKEY": keys("", scribe.block_key(events.number) * 10 + order),
        "PROVSPNOPS": scribe.key(events),
        **scribe.patient(scribe.world.stays.events, scribe.world.stays.events.person, of_patient),
    }
    columns = {
        name: column if len(column) == len(spell) else column.take(pa.array(spell))
        for name, column in columns.items()
    }
    columns |= _admission(scribe, spell)
    columns |= {
        "EPIORDER": wholes(order),
        "EPISTART": days(begins),
        "EPIEND": days(np.where(unfinished, NEVER, ends)),
        "EPISTAT": pick(("3", "1"), unfinished.astype(np.int64)),
        "DISDATE": days(discharged),
        "SPELDUR": wholes(np.where(stays.open, -1, events.nights)),
    }
    columns |= _discharge(scribe, spell)
    columns |= _codes(scribe, spell, priced, of_codes)
    last = (order == count) & ~stays.open
    columns |= _payment(scribe, spell, priced, last)
    sent = scribe.sent(np.minimum(ends, scribe.world.calendar.end), of_sending)
    return resubmitted(
        columns, scribe.world.happened(events), sent, scribe.oddities.resubmitted, of_sending
    )


def _episodes(scribe: Scribe, rng: np.random.Generator) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Return spell (position), order from 1, episodes of the spell, first day and last day."""
    events = scribe.world.stays.events
    chance = np.where(events.nights >= 2, *reversed(_MORE_EPISODES))  # noqa: PLR2004 - days
    further = rng.random((len(events), _MOST_EPISODES - 1)) < chance[:, None]
    count = 1 + np.minimum(further.cumprod(axis=1).sum(axis=1), events.nights)
    spell = np.repeat(np.arange(len(events)), count)
    order = 1 + np.arange(len(spell)) - np.repeat(np.cumsum(count) - count, count)
    share = (order - 1) / count[spell], order / count[spell]
    nights = events.nights[spell]
    begins, ends = (events.day[spell] + np.floor(nights * part).astype(np.int64) for part in share)
    ongoing = begins < scribe.world.calendar.end
    spell, order, begins, ends = (part[ongoing] for part in (spell, order, begins, ends))
    return spell, order, count[spell], begins, ends


def _admission(scribe: Scribe, spell: Ints) -> dict[str, pa.Array]:
    world = scribe.world
    events, stays = world.stays.events.take(spell), world.stays.take(spell)
    people = world.people
    in_home = people.in_care_home(events.person, events.day).astype(np.int64)
    day_case = (events.pod == number_of("DC")).astype(np.int64)
    return {
        "ADMIDATE": days(events.day),
        "ADMIMETH": pick(METHODS, stays.method),
        "ADMISORC": pick((_HOME, _CARE_HOME), in_home),
        "CLASSPAT": pick(("1", "2"), day_case),
        "INTMANIG": pick(("1", "2"), day_case),
    }


def _discharge(scribe: Scribe, spell: Ints) -> dict[str, pa.Array]:
    world = scribe.world
    events, stays = world.stays.events.take(spell), world.stays.take(spell)
    in_home = world.people.in_care_home(events.person, events.last_day).astype(np.int64)
    destination = np.where(stays.died, 2, in_home)
    specialty = _specialty(
        (events.day - world.people.birth[events.person]) / YEAR, events.pod, events.number
    )
    return {
        "DISMETH": pick(("1", "4"), np.where(stays.open, -1, stays.died)),
        "DISDEST": pick((_HOME, _CARE_HOME, "79"), np.where(stays.open, -1, destination)),
        "TRETSPEF": pick(_SPECIALTIES, specialty),
        "MAINSPEF": pick(_SPECIALTIES, specialty),
    }


def _specialty(age: Floats, pod: Ints, number: Ints) -> Ints:
    """Return a position in ``_SPECIALTIES``: by age for emergencies, spread for planned care."""
    medicine = np.where(age < _CHILD, 7, np.where(age >= _OLD, 8, 6))
    planned = np.where(age < _CHILD, 7, number % 6)
    emergency, maternity = pod == number_of("NEL"), pod == number_of("MAT")
    return np.where(maternity, 9, np.where(emergency, medicine, planned))


def _codes(
    scribe: Scribe, spell: Ints, priced: Priced, rng: np.random.Generator
) -> dict[str, pa.Array]:
    """Return diagnoses and operations; the first operation is done on the first day or the next."""
    columns: dict[str, pa.Array] = {"SUSHRG": hrg_column_of(priced, spell)}
    for place in range(MOST):
        columns[f"DIAG_4_{place + 1:02d}"] = pick(CODES, priced.diagnoses[spell, place])
    events = scribe.world.stays.events
    on = np.minimum(events.day + rng.integers(0, 2, len(events)), events.last_day)[spell]
    operations = priced.operations[spell]
    for place in range(_OPERATIONS):
        columns[f"OPERTN_4_{place + 1:02d}"] = pick(PROCEDURES, operations[:, place])
    for place in range(_OPERATIONS):
        columns[f"OPDATE_{place + 1:02d}"] = days(np.where(operations[:, place] < 0, NEVER, on))
    return columns


def hrg_column_of(priced: Priced, spell: Ints) -> pa.Array:
    """Return the resource group of each row's spell."""
    return pick(priced.labels, priced.group[spell])


def _payment(scribe: Scribe, spell: Ints, priced: Priced, last: Flags) -> dict[str, pa.Array]:
    """Return the price, on the last episode of a finished spell only."""
    events = scribe.world.stays.events.take(spell)
    excluded = (events.number * 7 % 1000) < _LONGEST_CLAIM * 1000
    amounts = money(priced.pence[spell])
    unpaid = pa.array(np.where(last, 0, 1).astype(np.bool_))
    return {
        "FINAL_PRICE": pc.if_else(unpaid, pa.scalar(None, pa.string()), amounts),
        "MFF": pick([f"{factor:.6f}" for factor in MARKET_FORCES], events.away.astype(np.int64)),
        "EXCLUDED_FROM_PBR": pick(("0", "1"), excluded.astype(np.int64)),
    }
