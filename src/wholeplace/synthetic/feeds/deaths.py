"""Deaths as registered: day, place and underlying cause."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import MINUTES, NEVER, Flags, Ints, days, months, pick
from wholeplace.synthetic.conditions import CONDITIONS
from wholeplace.synthetic.people import People
from wholeplace.synthetic.scribe import Scribe

_PLACES = ("10", "40", "21", "30")  # hospital, care home, own home, hospice
_HOSPICE = 0.2  # assumed: of deaths outside hospitals and care homes
_INQUEST_AGE = 40  # assumed: younger deaths without a known illness have no registered cause yet
_USUAL_DAYS, _INQUEST_DAYS = 7.0, 60.0  # assumed: from death to registration, on average


def deaths(scribe: Scribe, rng: np.random.Generator) -> pa.Table:
    """Return ``deaths``: one row for everybody who died while registered."""
    people = scribe.world.people
    who = np.flatnonzero(people.death < NEVER)
    at_home = np.where(rng.random(len(who)) < _HOSPICE, 3, 2)
    place = np.where(people.care_home_from[who] < people.death[who], 1, at_home)
    place = np.where(_in_hospital(scribe)[who], 0, place)
    cause, unknown = _cause(people, who)
    wait = rng.exponential(np.where(unknown, _INQUEST_DAYS, _USUAL_DAYS))
    day = people.death[who]
    labels = [(condition.acute or condition.codes)[0] for condition in CONDITIONS]
    return pa.table({
        "NHS_NUMBER": scribe.nhs_number(who),
        "MONTH_OF_BIRTH": months(people.birth[who]),
        "SEX": scribe.sex(who),
        "REG_DATE_OF_DEATH": days(day),
        "REG_DATE": days(day + 1 + wait.astype(np.int64)),
        "S_UNDERLYING_COD_ICD10": pick([*labels, "J189"], cause),
        "POD_ESTABLISHMENT_TYPE": pick(_PLACES, place),
        "LSOA_OF_RESIDENCE_CODE": pick(
            scribe.world.ground.facts.lsoa, people.lsoa_on(who, day)
        ),
    })  # fmt: skip


def _in_hospital(scribe: Scribe) -> Flags:
    """Return who died in a hospital bed: a stay of theirs ended in death on that day."""
    stays, people = scribe.world.stays, scribe.world.people
    events = stays.events.take(stays.died)
    there = np.zeros(len(people), dtype=np.bool_)
    there[events.person[events.end // MINUTES == people.death[events.person]]] = True
    return there


def _cause(people: People, who: Ints) -> tuple[Ints, Flags]:
    """Return the most dangerous illness that began before death, or pneumonia in later life."""
    danger = np.array([condition.mortality for condition in CONDITIONS])
    danger = np.where(people.onset[who] < people.exit[who, None], danger, 1.0)
    worst = np.where(danger.max(axis=1) > 1, danger.argmax(axis=1), len(CONDITIONS))
    young = people.age_on(people.death)[who] < _INQUEST_AGE
    unknown = (worst == len(CONDITIONS)) & young
    return np.where(unknown, -1, worst), unknown
