"""Outpatients: one row for each appointment, attended or not."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import Flags, Ints, days, money, pick
from wholeplace.synthetic.diagnoses import CODES, problem_code
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.prices import MARKET_FORCES, draw_groups, inflation, price
from wholeplace.synthetic.procedures import PROCEDURES, draw_operations
from wholeplace.synthetic.scribe import Scribe, number_is, resubmitted
from wholeplace.synthetic.world import World

# On time, late but seen; late and not seen, did not attend, cancelled by patient, by hospital.
_ATTENDED = ("5", "6", "7", "3", "2", "4")
# England 2022/23: 95.9m attended of about 122m appointments; the shares of the rest are assumed.
_SHARES = (0.765, 0.020, 0.005, 0.070, 0.070, 0.070)
_SEEN = 2
_PROCEDURE = 0.20  # 19.3m outpatient procedures (National Cost Collection 2023/24) of 95.9m
_FIRST, _FOLLOWING = 19_000, 14_000  # pence, assumed: an attendance without a procedure
_ATTENDANCE_HRG = ("WF01B", "WF01A")
_TELEPHONE = 0.18  # assumed
_SPECIALTIES = ("100", "110", "130", "301", "320", "330", "340", "400", "410", "502")
_OUTCOMES = ("1", "2", "3")  # discharged, another appointment, later
_SOURCES = ("03", "01", "04")  # general practitioner, after an emergency, after A&E


def draw_statuses(appointments: int, rng: np.random.Generator) -> Ints:
    """Return what became of each appointment; ``was_kept`` says which were attended."""
    return rng.choice(len(_ATTENDED), appointments, p=_SHARES)


def was_kept(statuses: Ints) -> Flags:
    """Return which appointments were attended."""
    kept: Flags = statuses < _SEEN
    return kept


def outpatients(scribe: Scribe, statuses: Ints, rng: np.random.Generator) -> pa.Table:
    """Return ``op``: the appointments of the place's people, and of some visitors."""
    of_visitors, of_patient, of_detail, of_sending = rng.spawn(4)
    visits = scribe.world.visits_of("OPFA", "OPFUP")
    events, named, copied = scribe.with_visitors(visits, of_visitors)
    size = len(events)
    status = statuses[copied]
    seen = was_kept(status)
    operated = seen & (of_detail.random(size) < _PROCEDURE)
    specialty = (events.person + events.number) % len(_SPECIALTIES)
    columns = {
        "ATTENDKEY": scribe.key(events),
        **scribe.patient(events, named, of_patient),
        "APPTDATE": days(events.day),
        "ATTENDED": pick(_ATTENDED, status),
        "FIRSTATT": pick(("1", "2"), number_is(events, "OPFUP").astype(np.int64)),
        "OUTCOME": pick(_OUTCOMES, np.where(seen, of_detail.integers(0, 3, size), -1)),
        "REFSOURC": pick(_SOURCES, of_detail.choice(3, size, p=(0.7, 0.2, 0.1))),
        "TRETSPEF": pick(_SPECIALTIES, specialty),
        "MAINSPEF": pick(_SPECIALTIES, specialty),
        "CONSMEDIUM": pick(("01", "02"), (of_detail.random(size) < _TELEPHONE).astype(np.int64)),
        **_priced(scribe.world, events, seen, operated, of_detail),
    }
    happened = np.ones(size, dtype=np.bool_)
    sent = scribe.sent(events.day, of_sending)
    return resubmitted(columns, happened, sent, scribe.oddities.resubmitted, of_sending)


def attendance_pence(world: World, events: Events) -> Ints:
    """Return the price of an attendance without a procedure, with market forces."""
    base = np.where(number_is(events, "OPFUP"), _FOLLOWING, _FIRST)
    dearer = inflation(events.day, world.ground.facts, world.calendar)
    factor = np.array(MARKET_FORCES)[events.away.astype(np.int64)]
    pence: Ints = np.rint(base * dearer * factor).astype(np.int64)
    return pence


def _priced(
    world: World, events: Events, seen: Flags, operated: Flags, rng: np.random.Generator
) -> dict[str, pa.Array]:
    facts, size = world.ground.facts, len(events)
    prices = facts.prices["op_procedure"]
    group = draw_groups(prices, np.full(size, -1), rng)
    away = events.away.astype(np.int64)
    dear = price("op_procedure", group, events.day, away, facts, world.calendar)
    pence = np.where(operated, dear, attendance_pence(world, events))
    labels = (*prices.hrg, *_ATTENDANCE_HRG)
    plain = len(prices.hrg) + number_is(events, "OPFUP").astype(np.int64)
    codes = draw_operations(prices.hrg, group, operated.astype(np.int64))
    noted = np.where(rng.random(size) < 0.05, events.person % 8, -1)  # noqa: PLR2004 - assumed
    known = problem_code(events.person, np.maximum(noted, 0))
    amounts = money(np.where(seen, pence, 0))
    return {
        "SUSHRG": pick(labels, np.where(operated, group, np.where(seen, plain, -1))),
        "DIAG_4_01": pick(CODES, np.where(_has(world, events, noted), known, -1)),
        "OPERTN_4_01": pick(PROCEDURES, codes[:, 0]),
        "FINAL_PRICE": amounts,
        "MFF": pick([f"{factor:.6f}" for factor in MARKET_FORCES], away),
    }


def _has(world: World, events: Events, condition: Ints) -> Flags:
    """Return whether each event's person had the condition by then; never where it is -1."""
    which, people = np.maximum(condition, 0), world.people
    begun = people.onset[events.person, which] <= events.day
    over = people.ended[events.person, which] <= events.day
    has: Flags = (condition >= 0) & begun & ~over
    return has


__all__ = ["attendance_pence", "draw_statuses", "outpatients", "was_kept"]
