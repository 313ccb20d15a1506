"""Community and mental health services: referrals, contacts, and stays on mental health wards."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import (
    NEVER,
    Ints,
    days,
    first_days,
    keys,
    pick,
    times,
    wholes,
)
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.scribe import COMMISSIONER, COMMUNITY, Scribe, minutes_in
from wholeplace.synthetic.services import number_of

_TEAMS = {"COMM": ("12", "16", "18", "23", "40"), "MH": ("A02", "A06", "A08", "A11", "A18")}
_STATUS = ("5", "3", "2", "4")  # attended; did not attend; cancelled by patient, by provider
_SHARES = {"COMM": (0.95, 0.02, 0.02, 0.01), "MH": (0.89, 0.07, 0.02, 0.02)}
_MEDIUMS, _MEDIUM_SHARES = ("01", "02", "11"), (0.78, 0.20, 0.02)  # in person, telephone, video
_PLACES = ("A01", "B01", "C01")
_SOURCES = {"COMM": ("01", "03", "13"), "MH": ("A1", "B1", "H1")}
_CLOSED_AFTER = 14  # days after the last contact
_REASONS = ("01", "02", "05")


def contacts(scribe: Scribe, pod: str, rng: np.random.Generator) -> pa.Table:
    """Return ``csds_contact`` (pod COMM) or ``mhs_contact`` (pod MH)."""
    events = scribe.world.visits_of(pod)
    size = len(events)
    return pa.table({
        "UNIQUE_CARE_CONTACT_ID": scribe.key(events),
        **_client(scribe, events),
        "ORG_ID_COMMISSIONER": _all(COMMISSIONER, size),
        "SERVICE_REQUEST_ID": keys("", scribe.block_key(events.link)),
        "TEAM_TYPE": pick(_TEAMS[pod], events.link % len(_TEAMS[pod])),
        "CONTACT_DATE": days(events.day),
        "CONTACT_TIME": times(events.start),
        "DURATION_MINUTES": wholes(minutes_in(events)),
        "CONSULTATION_MEDIUM": pick(_MEDIUMS, rng.choice(3, size, p=_MEDIUM_SHARES)),
        "ATTENDED_OR_DNA": pick(_STATUS, rng.choice(4, size, p=_SHARES[pod])),
        "LOCATION_TYPE": pick(_PLACES, rng.integers(0, 3, size)),
        "RP_START_DATE": days(first_days(events.day)),
    })  # fmt: skip


def referrals(scribe: Scribe, pod: str) -> pa.Table:
    """Return ``csds_referral`` (pod COMM) or ``mhs_referral`` (pod MH)."""
    world = scribe.world
    events = world.referrals.of(number_of(pod)).in_time()
    closed = _closed(events, world.visits.of(number_of(pod)))
    closed = np.where(closed < world.calendar.end, closed, NEVER)
    reason = np.where(closed < NEVER, events.number % len(_REASONS), -1)
    return pa.table({
        "SERVICE_REQUEST_ID": scribe.key(events),
        **_client(scribe, events),
        "SOURCE_OF_REFERRAL": pick(_SOURCES[pod], events.number % 3),
        "TEAM_TYPE": pick(_TEAMS[pod], events.number % len(_TEAMS[pod])),
        "RECEIVED_DATE": days(events.day),
        "CLOSED_DATE": days(closed),
        "CLOSURE_REASON": pick(_REASONS, reason),
        "RP_START_DATE": days(first_days(events.day)),
    })  # fmt: skip


def _closed(referred: Events, seen: Events) -> Ints:
    """Return the day each referral was closed: some time after its last contact."""
    latest = referred.day.copy()
    order = np.argsort(referred.number)
    place = np.searchsorted(referred.number[order], seen.link)
    np.maximum.at(latest, order[np.minimum(place, len(order) - 1)], seen.day)
    return latest + _CLOSED_AFTER


def mind_spells(scribe: Scribe) -> pa.Table:
    """Return ``mhs_spell``: stays on mental health wards."""
    events = scribe.world.mind_stays.in_time()
    size, end = len(events), scribe.world.calendar.end
    still = events.last_day >= end
    finished = np.where(still, -1, 0)
    return pa.table({
        "HOSP_PROV_SPELL_ID": keys("M", scribe.block_key(events.number)),
        **_client(scribe, events),
        "ORG_ID_COMMISSIONER": _all(COMMISSIONER, size),
        "START_DATE": days(events.day),
        "ADMISSION_METHOD": pick(("28", "2A", "12"), events.number % 3),
        "ADMISSION_SOURCE": _all("19", size),
        "DISCHARGE_DATE": days(np.where(still, NEVER, events.last_day)),
        "DISCHARGE_METHOD": pick(("1",), finished),
        "DISCHARGE_DESTINATION": pick(("19",), finished),
        "RP_START_DATE": days(first_days(events.day)),
    })  # fmt: skip


def _client(scribe: Scribe, events: Events) -> dict[str, pa.Array]:
    return {
        "PERSON_NHS_NUMBER": scribe.nhs_number(events.person),
        "LOCAL_PATIENT_ID": keys("C", scribe.block_key(events.person)),
        "ORG_ID_PROVIDER": _all(COMMUNITY, len(events)),
    }


def _all(value: str, size: int) -> pa.Array:
    return pick((value,), np.zeros(size, dtype=np.int64))
