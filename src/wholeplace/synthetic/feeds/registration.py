"""Registration: persons, the practices and the addresses they had, and (apart) who they are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import NEVER, Ints, days, keys, months, pick
from wholeplace.synthetic.names import FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES
from wholeplace.synthetic.people import ETHNICITIES
from wholeplace.synthetic.scribe import COUNCIL, Scribe

_REASONS = ("DEA", "SCT", "TRA")  # death, moved away, transferred to another practice


def person(scribe: Scribe) -> pa.Table:
    """Return ``pds_person``: one row for everybody who was ever registered in the window."""
    people = scribe.world.people
    who = np.arange(len(people))
    return pa.table({
        "NHS_NUMBER": scribe.nhs_number(who),
        "YEAR_MONTH_OF_BIRTH": months(people.birth),
        "GENDER": scribe.sex(who),
        "ETHNIC_CATEGORY": pick(ETHNICITIES, people.ethnicity),
        "DATE_OF_DEATH": days(people.death),
    })  # fmt: skip


def care_practice(scribe: Scribe) -> pa.Table:
    """Return ``pds_care_practice``: one row by person and practice; the end is the last day."""
    people = scribe.world.people
    changed = people.practice_change < people.exit
    who = np.concatenate([np.arange(len(people)), np.flatnonzero(changed)])
    second = np.arange(len(who)) >= len(people)
    left = np.minimum(people.death, people.moved)
    reason = np.where(people.death < NEVER, 0, np.where(people.moved < NEVER, 1, -1))
    ends_here = second | ~changed[who]
    practice = np.where(second, people.next_practice[who], people.practice[who])
    start = np.where(second, people.practice_change[who], people.registered[who])
    end = np.where(ends_here, left[who], people.practice_change[who])
    return pa.table({
        "NHS_NUMBER": scribe.nhs_number(who),
        "PRIMARY_CARE_PROVIDER": pick(scribe.world.ground.practice_codes, practice),
        "EFFECTIVE_FROM_DATE": days(start),
        "EFFECTIVE_TO_DATE": days(_last_day(end)),
        "REASON_FOR_REMOVAL": pick(_REASONS, np.where(ends_here, reason[who], 2)),
    })  # fmt: skip


def address(scribe: Scribe) -> pa.Table:
    """Return ``pds_address``: the homes of each person in turn, the last perhaps a care home."""
    people, ground = scribe.world.people, scribe.world.ground
    left = np.minimum(people.death, people.moved)
    cared = np.minimum(people.care_home_from, left)
    first_end = np.minimum(people.home_change, cared)
    homes = ground.care_homes
    stages = (
        (people.registered, first_end, people.lsoa, np.full(len(people), -1)),
        (people.home_change, cared, people.next_lsoa, np.full(len(people), -1)),
        (
            np.maximum(people.care_home_from, people.registered),
            left,
            people.care_home * ground.areas // homes,
            people.care_home,
        ),
    )
    who = np.concatenate([np.flatnonzero(start < end) for start, end, _, _ in stages])
    stage = np.repeat(np.arange(3), [int((start < end).sum()) for start, end, _, _ in stages])
    start, end, lsoa, home = (
        np.stack([stage_[part] for stage_ in stages])[stage, who] for part in range(4)
    )
    return pa.table({
        "NHS_NUMBER": scribe.nhs_number(who),
        "EFFECTIVE_FROM_DATE": days(start),
        "EFFECTIVE_TO_DATE": days(_last_day(end)),
        "LSOA": pick(ground.facts.lsoa, lsoa),
        "LOCAL_AUTHORITY": pick([COUNCIL], np.zeros(len(who), dtype=np.int64)),
        "CQC_CARE_HOME_CODE": pick(ground.care_home_codes, home),
    })  # fmt: skip


def _last_day(end: Ints) -> Ints:
    """Return the last day of periods from the first day without; one ends as it begins."""
    return np.where(end >= NEVER, NEVER, end - 1)


def identity(scribe: Scribe) -> pa.Table:
    """Return ``pds_identity``: invented names, dates of birth and addresses."""
    people = scribe.world.people
    who = np.arange(len(people))
    given, family = names_of(scribe, who)
    return pa.table({
        "NHS_NUMBER": scribe.nhs_number(who),
        "GIVEN_NAME": given,
        "FAMILY_NAME": family,
        "BIRTH_DATE": days(people.birth),
        "GENDER": scribe.sex(who),
        "POSTCODE": postcodes(people.lsoa, who),
        "UPRN": keys("", 99_000_000_000 + scribe.block_key(who) % 1_000_000_000),
    })  # fmt: skip


def names_of(scribe: Scribe, who: Ints) -> tuple[pa.Array, pa.Array]:
    """Return each person's invented given name and family name, always the same."""
    mixed = (scribe.block * 7_919 + who) * 2_654_435_761 % (1 << 32)
    female = scribe.world.people.female[who]
    given = np.where(female, mixed % len(FEMALE_NAMES), len(FEMALE_NAMES) + mixed % len(MALE_NAMES))
    return (
        pick((*FEMALE_NAMES, *MALE_NAMES), given),
        pick(FAMILY_NAMES, (mixed >> 8) % len(FAMILY_NAMES)),
    )


def postcodes(lsoa: Ints, who: Ints) -> pa.Array:
    """Return invented postcodes: ZZ99 is no place; each small area has some of its own."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    labels = [f"ZZ99 {n}{a}{b}" for n in range(10) for a in letters for b in letters]
    return pick(labels, (lsoa * 20 + who % 20) % len(labels))
