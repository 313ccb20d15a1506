"""Costs: what each patient's care cost the hospital, and lines that contracts pay apart."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.synthetic.columns import (
    Floats,
    Ints,
    days,
    first_days,
    keys,
    money,
    months_without_dash,
    pick,
    same,
    wholes,
)
from wholeplace.synthetic.conditions import CONDITIONS
from wholeplace.synthetic.feeds.outpatients import attendance_pence, was_kept
from wholeplace.synthetic.prices import inflation
from wholeplace.synthetic.scribe import AWAY, COMMISSIONER, LOCAL, Scribe
from wholeplace.synthetic.spell_prices import Priced

# Assumed: a hospital's cost lies around the price, 4% above it on average.
_ABOVE, _SPREAD = 1.04, 0.35
_ED_PENCE = 28_017  # National Cost Collection 2023/24: emergency care, mean unit cost GBP 280.17
_FEEDS = ("APC", "OP", "EC")

# Drugs and devices that tariffs leave out: 8.5m drug lines at GBP 593 and 0.4m devices at
# GBP 2,148 in the National Cost Collection 2023/24. Who has them by condition is assumed.
_DRUG, _DEVICE = ("DRUG", 59_337), ("DEVICE", 214_757)
_LINES_A_YEAR = {
    "rheumatoid arthritis": 2.2, "breast cancer": 2.0, "colorectal cancer": 3.0, "HIV": 4.0,
    "lung cancer": 5.0, "metastatic cancer": 6.0, "prostate cancer": 2.0, "kidney disease": 0.7,
    "asthma": 0.12, "diabetes with complications": 0.8,
}  # fmt: skip
_DEVICE_SHARE = 0.045


def patient_costs(
    scribe: Scribe, priced: Priced, statuses: Ints, rng: np.random.Generator
) -> pa.Table:
    """Return ``plics``: one row for each spell, appointment that was kept, and A&E attendance."""
    world = scribe.world
    stays = world.stays.events
    op, ed = world.visits_of("OPFA", "OPFUP"), world.visits_of("ED")
    dearer = inflation(ed.day, world.ground.facts, world.calendar)
    expected = np.concatenate([
        priced.pence, attendance_pence(world, op), np.rint(_ED_PENCE * dearer)
    ])  # fmt: skip
    about_one = np.exp(rng.normal(-(_SPREAD**2) / 2, _SPREAD, len(expected)))
    pence = np.rint(expected * _ABOVE * about_one).astype(np.int64)
    feed = np.repeat(np.arange(3), [len(stays), len(op), len(ed)])
    number, person, away, day, last = (
        np.concatenate([getattr(events, name) for events in (stays, op, ed)])
        for name in ("number", "person", "away", "day", "last_day")
    )
    key = keys("", scribe.block_key(number))
    spell, visit = pa.array(feed != 0), pa.array(feed == 0)
    none = pa.scalar(None, pa.string())
    table = pa.table({
        "PLICS_ID": key,
        "FEED": pick(_FEEDS, feed),
        "HOSPITAL_PROVIDER_SPELL_NUMBER": pc.if_else(spell, none, key),
        "ATTENDANCE_ID": pc.if_else(visit, none, key),
        "NHS_NUMBER": scribe.nhs_number(person),
        "PROCODE": pick((LOCAL, AWAY), away.astype(np.int64)),
        "PERIOD": months_without_dash(np.where(feed == 0, last, day)),
        "TOTAL_COST": money(pence),
    })  # fmt: skip
    known = np.where(feed == 0, last, day) < world.calendar.end
    seen = np.concatenate([
        world.happened(stays), was_kept(statuses), world.happened(ed)
    ])  # fmt: skip
    return table.filter(pa.array(known & seen))


def contract_lines(scribe: Scribe, rng: np.random.Generator) -> pa.Table:
    """Return ``plcm``: drugs and devices that the tariff leaves out."""
    world = scribe.world
    people, calendar = world.people, world.calendar
    who, day = _lines(scribe, rng)
    size = len(who)
    device = rng.random(size) < _DEVICE_SHARE
    typical = np.where(device, _DEVICE[1], _DRUG[1])
    spread = np.exp(rng.normal(-0.32, 0.8, size))
    unit = np.rint(typical * spread * inflation(day, world.ground.facts, calendar))
    unit = unit.astype(np.int64)
    numbers = scribe.block_key(np.arange(size))
    return pa.table({
        "PLCM_ID": keys("L", numbers),
        "NHS_NUMBER": scribe.nhs_number(who),
        "PROCODE": same(LOCAL, size),
        "COMMISSIONER": same(COMMISSIONER, size),
        "POD_CODE": pick((_DRUG[0], _DEVICE[0]), device.astype(np.int64)),
        "TARIFF_INDICATOR": same("N", size),
        "ACTIVITY_DATE": days(day),
        "ACTIVITY_IDENTIFIER": keys("L", numbers),
        "ACTIVITY_COUNT": wholes(np.ones(size, dtype=np.int64)),
        "ACTIVITY_UNIT_PRICE": money(unit),
        "TOTAL_COST": money(unit),
        "SERVICE_CODE": pick(("100", "370", "410"), people.birth[who] % 3),
        "PERIOD": months_without_dash(first_days(day)),
    })  # fmt: skip


def _lines(scribe: Scribe, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return the person and the day of every line: at the rates of the conditions they have."""
    people, calendar = scribe.world.people, scribe.world.calendar
    persons: list[Ints] = []
    days_: list[Ints] = []
    for number, condition in enumerate(CONDITIONS):
        rate = _LINES_A_YEAR.get(condition.name, 0.0)
        first = np.maximum(np.maximum(people.onset[:, number], people.entry), calendar.first)
        length = np.maximum(people.exit - first, 0)
        expected: Floats = rate * length / 365.25
        who = np.repeat(np.arange(len(people)), rng.poisson(expected))
        persons.append(who)
        days_.append(first[who] + np.floor(rng.random(len(who)) * length[who]).astype(np.int64))
    return np.concatenate(persons), np.concatenate(days_)
