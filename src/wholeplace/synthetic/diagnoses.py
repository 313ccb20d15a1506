"""Diagnoses: why people were admitted, what else they had, and the problems their GP knows."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import NEVER, Flags, Ints, days, pick, same, table
from wholeplace.synthetic.conditions import CONDITIONS, YEAR
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.people import People
from wholeplace.synthetic.row_keys import RowKeys
from wholeplace.synthetic.services import PODS, STAYS

# Reasons to be admitted that are no long-term condition, by age (to 17, to 64, 65 and over):
# assumed, after the commonest primary diagnoses of English hospitals; equal shares in each group.
_EMERGENCY = (
    ("J069", "B349", "K529", "J039", "S525", "N390", "J219", "S099"),
    ("R074", "R104", "K359", "N390", "L031", "T391", "S826", "K529", "J181", "N23", "G439"),
    ("J181", "J181", "N390", "N390", "S720", "S720", "R296", "R55", "L031", "A419", "J22"),
)
_PLANNED = (
    ("J350", "K029", "H652", "K409"),
    ("K409", "K802", "K635", "G560", "M232", "K219", "I839"),
    ("H259", "H259", "M171", "K635", "K409", "D122", "C449", "M169"),
)
_BIRTH, _FALL = "O800", "W190"
_REASONS = (*_EMERGENCY, *_PLANNED)
_PROBLEMS = [code for condition in CONDITIONS for code in condition.codes]
_ACUTE = [code for condition in CONDITIONS for code in condition.acute]

CODES = (*_PROBLEMS, *_ACUTE, *(code for group in _REASONS for code in group), _BIRTH, _FALL)
"""The ICD-10 codes in use, without dots; a code may stand here more than once."""

_FOR_A_CONDITION = (
    0.4  # assumed: share of emergency spells, of people who have one to be admitted with
)
_RECORDED = 0.85  # assumed: share of a person's conditions that a spell's coding mentions
_ADULT, _OLD = 18, 65
_APART = NEVER  # days between two people's times, so that they never mix
_SAME = np.unique(CODES, return_inverse=True)[1]  # equal numbers for equal codes
_INJURY = np.array([code.startswith("S") for code in CODES])


def draw_primaries(events: Events, people: People, rng: np.random.Generator) -> Ints:
    """Return the position in ``CODES`` of each spell's primary diagnosis; -1 for other events."""
    at = np.flatnonzero(np.isin(events.pod, STAYS))
    stays = events.take(at)
    age = (stays.day - people.birth[stays.person]) / YEAR
    group = (age >= _ADULT).astype(np.int64) + (age >= _OLD)
    emergency = stays.pod == PODS.index("NEL")
    chosen = _draw_reasons(np.where(emergency, group, group + len(_EMERGENCY)), rng)
    flare = _draw_flares(_present(stays, people), rng)
    due = emergency & (flare >= 0) & (rng.random(len(at)) < _FOR_A_CONDITION)
    chosen = np.where(due, flare, chosen)
    primary = np.full(len(events), -1)
    primary[at] = np.where(stays.pod == PODS.index("MAT"), CODES.index(_BIRTH), chosen)
    return primary


def _present(stays: Events, people: People) -> Flags:
    """Return which conditions the person of each stay had on its first day."""
    return people.onset[stays.person] <= stays.day[:, None]


def _draw_reasons(group: Ints, rng: np.random.Generator) -> Ints:
    sizes = np.array([len(codes) for codes in _REASONS])
    first = len(_PROBLEMS) + len(_ACUTE) + np.cumsum(sizes) - sizes
    code: Ints = first[group] + np.floor(rng.random(len(group)) * sizes[group]).astype(np.int64)
    return code


def _draw_flares(present: Flags, rng: np.random.Generator) -> Ints:
    """Return the position of an acute code of one condition that is present, or -1."""
    sizes = np.array([len(condition.acute) for condition in CONDITIONS])
    lots = np.where(present & (sizes > 0), rng.random(present.shape), 0.0)
    which = lots.argmax(axis=1)
    first = len(_PROBLEMS) + np.cumsum(sizes) - sizes
    code = first[which] + np.floor(rng.random(len(which)) * sizes[which]).astype(np.int64)
    return np.where(lots.max(axis=1, initial=0.0) > 0, code, -1)


def _problem_code(person: Ints, condition: Ints) -> Ints:
    """Return the position of the code under which a person's condition is always recorded."""
    sizes = np.array([len(condition.codes) for condition in CONDITIONS])
    first = np.cumsum(sizes) - sizes
    code: Ints = first[condition] + person % sizes[condition]
    return code


def diagnosis(
    events: Events, primary: Ints, people: People, row_keys: RowKeys, rng: np.random.Generator
) -> pa.Table:
    """Return the table ``diagnosis``: of spells (primary, secondary) and GP contacts (problem).

    ``primary`` is what ``draw_primaries`` gave; ``row_keys`` the keys of the events.
    """
    stay = np.flatnonzero(primary >= 0)
    also, place, code = _draw_secondaries(events.take(stay), primary[stay], people, rng)
    contact, rank, problem, onset = _problems(events, people)
    event = np.concatenate([stay, stay[also], contact])
    kinds = np.repeat(np.arange(3), [len(stay), len(also), len(contact)])
    unknown = np.full(len(stay) + len(also), NEVER)
    return table(
        "diagnosis",
        person_id=row_keys.person.take(pa.array(event)),
        activity_id=row_keys.activity.take(pa.array(event)),
        position=pa.array(np.concatenate([np.ones(len(stay), dtype=np.int64), place, rank])),
        code_system=same("ICD10", len(event)),
        code=pick(CODES, np.concatenate([primary[stay], code, problem])),
        kind=pick(("primary", "secondary", "problem"), kinds),
        onset_date=days(np.concatenate([unknown, onset])),
    )


def _draw_secondaries(
    stays: Events, primary: Ints, people: People, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints]:
    """Return stay, position (from 2) and code: a fall after an injury, then the conditions."""
    own, condition = np.meshgrid(stays.person, np.arange(len(CONDITIONS)), indexing="ij")
    code = _problem_code(own, condition)
    noted = _present(stays, people) & (rng.random(code.shape) < _RECORDED)
    noted &= _SAME[code] != _SAME[primary][:, None]
    injury = _INJURY[primary] & (stays.day - people.birth[stays.person] >= _ADULT * YEAR)
    noted = np.column_stack([injury, noted])
    code = np.column_stack([np.full(len(stays), CODES.index(_FALL)), code])
    stay, column = np.nonzero(noted)
    place = 1 + noted.cumsum(axis=1)
    return stay, place[stay, column], code[stay, column]


def _problems(events: Events, people: People) -> tuple[Ints, Ints, Ints, Ints]:
    """Return contact, position (from 1), code and day of onset of each problem a GP recorded.

    A problem is written down at the first GP contact on or after the day it began.
    """
    contacts = np.flatnonzero(events.pod == PODS.index("GP"))
    contacts = contacts[np.lexsort((events.start[contacts], events.person[contacts]))]
    person, condition = np.nonzero(people.onset < people.exit[:, None])
    onset = people.onset[person, condition]
    held = events.person[contacts] * _APART + events.day[contacts]
    found = np.searchsorted(held, person * _APART + np.maximum(onset, people.entry[person]))
    met = np.append(events.person[contacts], -1)[found] == person
    found, person, condition, onset = found[met], person[met], condition[met], onset[met]
    order = np.argsort(found, kind="stable")
    found, person, condition, onset = found[order], person[order], condition[order], onset[order]
    rank = np.arange(len(found)) - np.searchsorted(found, found) + 1
    return contacts[found], rank, _problem_code(person, condition), onset
