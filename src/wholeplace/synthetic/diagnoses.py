"""Diagnoses: why people were admitted, what else they had, and the problems their GP knows."""

from __future__ import annotations

import numpy as np

from wholeplace.synthetic.columns import Flags, Ints
from wholeplace.synthetic.conditions import CONDITIONS
from wholeplace.synthetic.demand import age_at
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.people import People
from wholeplace.synthetic.services import number_of

MOST = 12
"""How many diagnoses a row of hospital care holds."""

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

_FOR_A_CONDITION = 0.4  # assumed: share of emergencies of people with a condition to admit for
_RECORDED = 0.85  # assumed: share of a person's conditions that a spell's coding mentions
_ADULT, _OLD = 18, 65
_SAME = np.unique(CODES, return_inverse=True)[1]  # equal numbers for equal codes
_INJURY = np.array([code.startswith("S") for code in CODES])


def draw_diagnoses(stays: Events, people: People, rng: np.random.Generator) -> Ints:
    """Return positions in ``CODES``, stays x ``MOST``: primary first, -1 where there are no more.

    A fall follows an adult's injury; then come the person's conditions, in a fixed order.
    """
    age = age_at(people, stays.person, stays.day)
    present = people.ill_with(stays.person, stays.day)
    primary = _draw_primaries(stays, (age >= _ADULT).astype(np.int64) + (age >= _OLD), present, rng)
    code = problem_code(stays.person[:, None], np.arange(len(CONDITIONS))[None, :])
    noted = present & (rng.random(code.shape) < _RECORDED)
    noted &= _SAME[code] != _SAME[primary][:, None]
    first = np.ones(len(stays), dtype=np.bool_)
    fell = _INJURY[primary] & (age >= _ADULT)
    codes = np.column_stack([primary, np.full(len(stays), CODES.index(_FALL)), code])
    return _pushed_left(codes, np.column_stack([first, fell, noted]))


def _pushed_left(codes: Ints, kept: Flags) -> Ints:
    """Return the kept codes of each row without gaps, ``MOST`` of them at the most."""
    row, column = np.nonzero(kept)
    place = kept.cumsum(axis=1)[row, column] - 1
    fits = place < MOST
    out = np.full((len(codes), MOST), -1)
    out[row[fits], place[fits]] = codes[row[fits], column[fits]]
    return out


def _draw_primaries(stays: Events, group: Ints, present: Flags, rng: np.random.Generator) -> Ints:
    """Return each stay's main reason, given the group of age (0 to 2) and present conditions."""
    emergency = stays.pod == number_of("NEL")
    chosen = _draw_reasons(np.where(emergency, group, group + len(_EMERGENCY)), rng)
    flare = _draw_flares(present, rng)
    due = emergency & (flare >= 0) & (rng.random(len(stays)) < _FOR_A_CONDITION)
    chosen = np.where(due, flare, chosen)
    return np.where(stays.pod == number_of("MAT"), CODES.index(_BIRTH), chosen)


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


def problem_code(person: Ints, condition: Ints) -> Ints:
    """Return the position of the code under which a person's condition is always recorded."""
    sizes = np.array([len(condition.codes) for condition in CONDITIONS])
    first = np.cumsum(sizes) - sizes
    code: Ints = first[condition] + person % sizes[condition]
    return code
