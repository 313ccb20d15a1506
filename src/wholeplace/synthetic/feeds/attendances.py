"""Emergency care: one row for each attendance at A&E or an urgent treatment centre."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.columns import Flags, Ints, days, money, pick, times
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.prices import MARKET_FORCES, draw_groups, price
from wholeplace.synthetic.scribe import Scribe, resubmitted

_TYPES = ("01", "02", "03", "04")  # major, single specialty, urgent treatment, walk-in
# England 2018/19 (NHS England): 15.7m of type 1, 0.6m of type 2 and 8.6m of other types; those
# who are admitted come through type 1, so that the rest are spread as follows.
_SHARES = (0.56, 0.03, 0.33, 0.08)
_ARRIVALS = ("1048031000000100", "1048071000000103")  # ambulance, own transport (SNOMED CT)
_AMBULANCE = (0.18, 0.62)  # assumed: of those sent home, of those admitted
_CATEGORIES = ("1", "2", "3")  # unplanned first, follow-up planned, unplanned follow-up
_COMPLAINTS = (
    "29857009", "21522001", "267036007", "386661006", "82271004", "217082002", "25064002",
    "422587007", "3006004", "22253000",
)  # fmt: skip
_DIAGNOSES = (
    "233604007", "125605004", "22298006", "84114007", "195951007", "68566005", "49436004",
    "230690007", "54150009", "312608009",
)  # fmt: skip
_HOME, _WARD, _CARE_HOME = "306689006", "306706006", "306691003"
_STATUS = ("182992009", "1066301000000103")  # treatment completed, left before it was
_LEFT = 0.04  # assumed


def attendances(scribe: Scribe, rng: np.random.Generator) -> pa.Table:
    """Return ``ecds``: the attendances of the place's people, and of some visitors."""
    of_visitors, of_patient, of_detail, of_sending = rng.spawn(4)
    world = scribe.world
    events, named, _ = scribe.with_visitors(world.visits_of("ED"), of_visitors)
    visitor = named >= len(world.people)
    admitted = (events.link >= 0) & ~visitor
    group = draw_groups(
        world.ground.facts.prices["emergency_care"], np.full(len(events), -1), of_detail
    )
    columns = {
        "ATTENDANCE_ID": scribe.key(events),
        **scribe.patient(events, named, of_patient),
        **_arrival(events, admitted, of_detail),
        **_outcome(scribe, events, admitted, of_detail),
        **_payment(scribe, events, group),
    }
    happened = world.happened(events) & ~_not_sent(scribe, events, world.calendar)
    sent = scribe.sent(events.day, of_sending)
    return resubmitted(columns, happened, sent, scribe.oddities.resubmitted, of_sending)


def _arrival(events: Events, admitted: Flags, rng: np.random.Generator) -> dict[str, pa.Array]:
    size = len(events)
    department = np.where(admitted, 0, rng.choice(len(_TYPES), size, p=_SHARES))
    carried = rng.random(size) < np.where(admitted, _AMBULANCE[1], _AMBULANCE[0])
    return {
        "DEPARTMENT_TYPE": pick(_TYPES, department),
        "ARRIVAL_MODE": pick(_ARRIVALS, np.where(carried & (department == 0), 0, 1)),
        "ATTENDANCE_CATEGORY": pick(_CATEGORIES, rng.choice(3, size, p=(0.95, 0.02, 0.03))),
        "ARRIVAL_DATE": days(events.day),
        "ARRIVAL_TIME": times(events.start),
        "DEPARTURE_DATE": days(events.last_day),
        "DEPARTURE_TIME": times(events.end),
        "CHIEF_COMPLAINT": pick(_COMPLAINTS, rng.integers(0, len(_COMPLAINTS), size)),
    }


def _outcome(
    scribe: Scribe, events: Events, admitted: Flags, rng: np.random.Generator
) -> dict[str, pa.Array]:
    size = len(events)
    in_home = scribe.world.people.in_care_home(events.person, events.day).astype(np.int64)
    second = np.where(rng.random(size) < 0.2, rng.integers(0, len(_DIAGNOSES), size), -1)  # noqa: PLR2004 - assumed
    third = np.where((second >= 0) & (rng.random(size) < 0.2), (second + 3) % len(_DIAGNOSES), -1)  # noqa: PLR2004 - assumed
    left = (rng.random(size) < _LEFT) & ~admitted
    return {
        "DIAGNOSIS_01": pick(_DIAGNOSES, rng.integers(0, len(_DIAGNOSES), size)),
        "DIAGNOSIS_02": pick(_DIAGNOSES, second),
        "DIAGNOSIS_03": pick(_DIAGNOSES, third),
        "DISCHARGE_DESTINATION": pick((_HOME, _CARE_HOME, _WARD), np.where(admitted, 2, in_home)),
        "DISCHARGE_STATUS": pick(_STATUS, left.astype(np.int64)),
    }


def _payment(scribe: Scribe, events: Events, group: Ints) -> dict[str, pa.Array]:
    facts, away = scribe.world.ground.facts, events.away.astype(np.int64)
    pence = price("emergency_care", group, events.day, away, facts, scribe.world.calendar)
    return {
        "HRG": pick(facts.prices["emergency_care"].hrg, group),
        "FINAL_PRICE": money(pence),
        "MFF": pick([f"{factor:.6f}" for factor in MARKET_FORCES], away),
    }


def _not_sent(scribe: Scribe, events: Events, calendar: Calendar) -> Flags:
    """Return the rows of the local hospital in the months that it never sent."""
    month = events.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = np.array([calendar.first]).astype("datetime64[D]").astype("datetime64[M]")
    missing = np.array(scribe.oddities.missing_month, dtype=np.int64)
    lost: Flags = ~events.away & np.isin(month - first.astype(np.int64), missing)
    return lost
