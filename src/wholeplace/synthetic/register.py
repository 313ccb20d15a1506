"""The canonical tables about who is here: person, registration, residence and source_link."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.area import Area
from wholeplace.synthetic.columns import NEVER, Flags, Ints, days, keys, pick, same, table
from wholeplace.synthetic.conditions import CONDITIONS
from wholeplace.synthetic.people import People

# Shares by NHS ethnic category, assumed: near the 2011 Census in Hillingdon, 3% not stated.
_ETHNICITY = {
    "A": 50.6, "B": 2.1, "C": 6.0, "D": 0.9, "E": 0.4, "F": 1.3, "G": 1.1, "H": 13.0, "J": 3.3,
    "K": 1.0, "L": 6.0, "M": 1.7, "N": 4.0, "P": 1.4, "R": 0.9, "S": 3.3, "Z": 3.0,
}  # fmt: skip
_PLACES_OF_DEATH = ("10", "40", "21", "30")  # hospital, care home, own home, hospice
_HOSPICE = 0.2  # assumed: of deaths outside hospitals and care homes
_UNLINKED = 0.002  # hospital numbers of people from elsewhere, or not known
_INQUEST_AGE = 40  # assumed: younger deaths without a known illness have no registered cause yet


def person(people: People, in_hospital: Flags, rng: np.random.Generator) -> pa.Table:
    """Return the table ``person``; ``in_hospital`` says who died during a stay in hospital."""
    shares = np.array(list(_ETHNICITY.values()))
    ethnicity = rng.choice(len(shares), len(people), p=shares / shares.sum())
    month = people.birth.astype("datetime64[D]").astype("datetime64[M]")
    at_home = np.where(rng.random(len(people)) < _HOSPICE, 3, 2)
    place = np.where(people.care_home_from < people.death, 1, at_home)
    place = np.where(in_hospital, 0, place)
    return table(
        "person",
        person_id=keys("P", np.arange(len(people)) + 1),
        sex=pick(("1", "2"), people.female.astype(np.int64)),
        birth_month=pa.array(month.astype("datetime64[D]")),
        ethnicity=pick(list(_ETHNICITY), ethnicity),
        death_date=days(people.death),
        death_place=pick(_PLACES_OF_DEATH, np.where(people.death < NEVER, place, -1)),
        death_cause=_cause(people),
    )


def _cause(people: People) -> pa.Array:
    """Return the most dangerous illness that began before death, or pneumonia in later life."""
    died = people.death < NEVER
    danger = np.array([condition.mortality for condition in CONDITIONS])
    danger = np.where(people.onset < people.exit[:, None], danger, 1.0)
    worst = np.where(danger.max(axis=1) > 1, danger.argmax(axis=1), len(CONDITIONS))
    unknown = (worst == len(CONDITIONS)) & (people.age_on(people.death) < _INQUEST_AGE)
    labels = [(condition.acute or condition.codes)[0] for condition in CONDITIONS]
    return pick([*labels, "J189"], np.where(died & ~unknown, worst, -1))


def registration(people: People) -> pa.Table:
    """Return the table ``registration``: half-open periods, one by person and practice."""
    changed = people.practice_change < people.exit
    who = np.concatenate([np.arange(len(people)), np.flatnonzero(changed)])
    second = np.arange(len(who)) >= len(people)
    left = np.minimum(people.death, people.moved)
    reason = np.where(people.death < NEVER, 0, np.where(people.moved < NEVER, 1, -1))
    ends_here = second | ~changed[who]
    practice = np.where(second, people.next_practice[who], people.practice[who])
    return table(
        "registration",
        person_id=keys("P", who + 1),
        practice_code=keys("ZP", practice + 1, 3),
        start_date=days(np.where(second, people.practice_change[who], people.registered[who])),
        end_date=days(np.where(ends_here, left[who], people.practice_change[who])),
        end_reason=pick(("death", "moved", "transfer"), np.where(ends_here, reason[who], 2)),
    )


def residence(people: People, area: Area) -> pa.Table:
    """Return the table ``residence``: half-open periods at home and in a care home."""
    at_home = np.flatnonzero(people.care_home_from > people.registered)
    in_home = np.flatnonzero(people.care_home_from < people.exit)
    who = np.concatenate([at_home, in_home])
    cared = np.arange(len(who)) >= len(at_home)
    start = np.where(cared, np.maximum(people.care_home_from, people.registered)[who], 0)
    left = np.minimum(people.death, people.moved)[who]
    lsoa_of_home = people.care_home * len(area.decile) // area.care_homes
    return table(
        "residence",
        person_id=keys("P", who + 1),
        start_date=days(np.where(cared, start, people.registered[who])),
        end_date=days(np.where(cared, left, np.minimum(left, people.care_home_from[who]))),
        lsoa_code=keys("ZL", np.where(cared, lsoa_of_home[who], people.lsoa[who]) + 1, 4),
        la_code=same("ZLA", len(who)),
        care_home_id=pick(_care_home_codes(area), np.where(cared, people.care_home[who], -1)),
        accommodation_status=pick(("MA00", "CH03"), cared.astype(np.int64)),
    )


def _care_home_codes(area: Area) -> list[str]:
    return [f"ZH{number:03d}" for number in range(1, area.care_homes + 1)]


def source_link(
    size: int, hospital: Ints, others: dict[str, Ints], rng: np.random.Generator
) -> pa.Table:
    """Return the table ``source_link``: which person each source's keys stand for.

    ``hospital`` holds, by person and then again by person for the hospital out of area, the
    number used there, or 0 where there is none. ``others`` are the people whom other sources know
    by their pseudonym. A few hospital numbers stay without a link.
    """
    used = np.flatnonzero((hospital > 0) & (rng.random(len(hospital)) >= _UNLINKED))
    parts = {"gp": np.arange(size), "acute": used % size, **others}
    who = np.concatenate(list(parts.values()))
    key = [
        keys("H", hospital[used]) if source == "acute" else keys("P", part + 1)
        for source, part in parts.items()
    ]
    source = np.repeat(np.arange(len(parts)), [len(part) for part in parts.values()])
    return table(
        "source_link",
        source=pick(list(parts), source),
        source_key=pa.concat_arrays(key),
        person_id=keys("P", who + 1),
        match_rule=same("nhs_number", len(who)),
        match_score=pa.array(np.ones(len(who))),
    )
