"""The canonical table ``activity``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.synthetic.columns import Flags, Ints, hundredths, keys, pick, same, stamps, table
from wholeplace.synthetic.conditions import YEAR
from wholeplace.synthetic.diagnoses import CODES
from wholeplace.synthetic.events import METHODS, Events
from wholeplace.synthetic.people import People
from wholeplace.synthetic.row_keys import RowKeys
from wholeplace.synthetic.services import PODS, SERVICES, STAYS

_PROVIDERS = ("ZACUTE", "ZOUT", "ZCOMM")
_CARE_HOME = "85"  # a care home not run by the NHS or the council
_ATTENDANCE = ("5", "6", "3")  # on time, late but seen, did not attend
_LATE = 0.08  # assumed
_TELEPHONE = 0.15  # assumed: share of contacts by telephone
_SPECIALTIES = ("100", "110", "130", "301", "320", "330")  # of planned care
_OTHER_SPECIALTIES = ("300", "420", "430", "501", "180")
_CHILD, _OLD = 16, 78

# Resource groups (HRG4+) as labels of the kind found in the data; no price hangs on them here.
_EMERGENCY_HRG = {
    "A": "WJ06J", "B": "PW20C", "C": "GC12K", "E": "KB01F", "F": "WH09G", "G": "AA26Z",
    "H": "BZ34C", "I": "EB10E", "J": "DZ11V", "K": "FD10M", "L": "JD07K", "N": "LA04S",
    "O": "NZ30C", "R": "WH09G", "S": "HE11H", "T": "WH09G",
}  # fmt: skip
_PLANNED_HRG = {"H": "BZ34C", "K": "FZ18K", "M": "HN22E", "J": "CA60D", "O": "NZ30C"}
_OTHER_HRG = {"ED": "VB08Z", "OPFA": "WF01B", "OPFUP": "WF01A"}


def activity(
    events: Events, primary: Ints, people: People, row_keys: RowKeys, rng: np.random.Generator
) -> pa.Table:
    """Return the table ``activity``, one row per event, in order of time.

    ``primary`` is what ``draw_primaries`` gave; ``row_keys`` the keys of the events.
    """
    size = len(events)
    staying = np.isin(events.pod, STAYS)
    in_home = people.care_home_from[events.person] <= events.day
    attended = np.where(events.missed, 2, (rng.random(size) < _LATE).astype(np.int64))
    by_phone = (rng.random(size) < _TELEPHONE).astype(np.int64)
    destination = np.where(events.died, 2, in_home.astype(np.int64))
    practice = _practice(events, people)
    return table(
        "activity",
        activity_id=row_keys.activity,
        person_id=row_keys.person,
        parent_activity_id=row_keys.activity.take(pa.array(events.parent, mask=events.parent < 0)),
        source=pick([service.source for service in SERVICES], events.pod),
        setting=pick([service.setting for service in SERVICES], events.pod),
        pod=pick(PODS, events.pod),
        start_ts=stamps(events.start),
        end_ts=stamps(events.end),
        quantity=hundredths(np.full(size, 100)),
        quantity_unit=pick([service.unit for service in SERVICES], events.pod),
        provider_code=_provider(events, practice),
        commissioner_code=same("ZCCG", size),
        practice_code_recorded=practice,
        specialty=_specialty(events, people, rng),
        admission_method=pick(METHODS, events.method),
        admission_source=pick(("19", _CARE_HOME), np.where(staying, in_home, -1)),
        discharge_method=pick(("1", "4"), np.where(staying, events.died, -1)),
        discharge_destination=pick(("19", _CARE_HOME, "79"), np.where(staying, destination, -1)),
        attendance_status=pick(_ATTENDANCE, np.where(_is(events, "OP"), attended, -1)),
        first_attendance=pick(_by_pod({"OPFA": "1", "OPFUP": "2"}), events.pod),
        contact_medium=pick(
            ("01", "02"), np.where(_is(events, "GP", "COMM", "MHCC"), by_phone, -1)
        ),
        hrg_code=_hrg(events, primary),
        los_days=pa.array(events.nights, mask=~staying),
    )


def _is(events: Events, *settings: str) -> Flags:
    chosen: Flags = np.array([service.setting in settings for service in SERVICES])[events.pod]
    return chosen


def _by_pod(labels: dict[str, str]) -> Sequence[str | None]:
    return [labels.get(pod) for pod in PODS]


def _practice(events: Events, people: People) -> pa.Array:
    """Return the practice with which the person was registered on the day."""
    changed = people.practice_change[events.person] <= events.day
    number = np.where(changed, people.next_practice[events.person], people.practice[events.person])
    return keys("ZP", number + 1, 3)


def _provider(events: Events, practice: pa.Array) -> pa.Array:
    number = np.where(_is(events, "COMM", "MHCC"), 2, events.away.astype(np.int64))
    return pc.if_else(pa.array(_is(events, "GP")), practice, pick(_PROVIDERS, number))


def _specialty(events: Events, people: People, rng: np.random.Generator) -> pa.Array:
    age = (events.day - people.birth[events.person]) / YEAR
    medicine = np.where(age < _CHILD, 1, np.where(age >= _OLD, 2, 0)) + len(_SPECIALTIES)
    planned = np.where(
        age < _CHILD, len(_SPECIALTIES) + 1, rng.integers(len(_SPECIALTIES), size=len(events))
    )
    pod = events.pod
    number = np.select(
        [pod == PODS.index(name) for name in ("NEL", "MAT", "ED")]
        + [np.isin(pod, [PODS.index(name) for name in ("EL", "DC", "OPFA", "OPFUP")])],
        [medicine, len(_SPECIALTIES) + 3, len(_SPECIALTIES) + 4, planned],
        default=-1,
    )
    return pick((*_SPECIALTIES, *_OTHER_SPECIALTIES), number)


def _hrg(events: Events, primary: Ints) -> pa.Array:
    """Return the resource group: of a spell by the chapter of its primary diagnosis."""
    emergency = [_EMERGENCY_HRG.get(code[0], "WH09G") for code in CODES]
    planned = [_PLANNED_HRG.get(code[0], "FE32Z") for code in CODES]
    labels = [*emergency, *planned, *_by_pod(_OTHER_HRG)]
    by_code = np.where(events.pod == PODS.index("NEL"), primary, primary + len(CODES))
    number = np.where(primary >= 0, by_code, events.pod + 2 * len(CODES))
    return pick(labels, number)
