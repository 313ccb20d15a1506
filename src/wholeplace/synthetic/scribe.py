"""Who writes the feeds: names for people and events, and what hospitals know of a patient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import (
    MINUTES,
    Flags,
    Ints,
    days,
    first_days,
    keys,
    months_year_last,
    pick,
)
from wholeplace.synthetic.events import Events
from wholeplace.synthetic.oddities import Oddities
from wholeplace.synthetic.people import ETHNICITIES
from wholeplace.synthetic.services import number_of
from wholeplace.synthetic.world import World

LOCAL, AWAY, COMMUNITY, COUNCIL, COMMISSIONER = "ZACUTE", "ZOUT", "ZCOMM", "ZLA", "ZICB"
"""The made-up organisations: two hospitals, community and mental health, council, commissioner."""

ELSEWHERE, ELSEWHERE_PRACTICE, ELSEWHERE_LSOA = "ZXICB", "ZX001", "E01999999"
"""Where visitors come from."""

_STATUS = ("01", "03", "07")  # verified; trace required; no number and no trace required
_STRIDE = 100_000_000  # numbers kept for the events of one block
_VISITS_FROM = 50_000_000  # of these, from here on, the visits of people from elsewhere
_SENT_AFTER = 50  # days from the first of a month to the day its rows are sent


@dataclass(frozen=True, slots=True)
class Scribe:
    """One block with the names of its people: ``numbers`` are NHS numbers, visitors' at the end."""

    world: World
    block: int
    numbers: pa.Array
    oddities: Oddities

    def key(self, events: Events) -> pa.Array:
        """Return the key of each event, the same in every feed."""
        return keys("", self.block_key(events.number))

    def block_key(self, numbers: Ints) -> Ints:
        """Return numbers that no other block uses."""
        return (self.block + 1) * _STRIDE + numbers

    def nhs_number(self, person: Ints, known: Flags | None = None) -> pa.Array:
        """Return NHS numbers, blank where not known."""
        return pick(self.numbers, person if known is None else np.where(known, person, -1))

    def with_visitors(self, events: Events, rng: np.random.Generator) -> tuple[Events, Ints, Ints]:
        """Return the events and those of visitors, whose number each bears, and whom it copies."""
        chosen = np.flatnonzero(rng.random(len(events)) < self.oddities.visitors)
        copied = np.concatenate([np.arange(len(events)), chosen])
        both = events.take(copied)
        number = both.number.copy()
        number[len(events) :] += _VISITS_FROM
        away = both.away.copy()
        away[len(events) :] = False
        both = Events(number, both.person, both.pod, both.start, both.end, away, both.link)
        named = both.person.copy()
        strangers = max(len(self.numbers) - len(self.world.people), 1)
        named[len(events) :] = len(self.world.people) + np.arange(len(chosen)) % strangers
        return both, named, copied

    def patient(self, events: Events, named: Ints, rng: np.random.Generator) -> dict[str, pa.Array]:
        """Return the columns that a hospital's rows about a patient have in common."""
        size, people, odd = len(events), self.world.people, self.oddities
        missing = rng.random(size) < odd.missing_number
        untraced = rng.random(size) < odd.untraced
        visitor = named >= len(people)
        practice = people.practice_on(events.person, events.day)
        practice = np.where(visitor, self.world.ground.practices, practice)
        practice = np.where(rng.random(size) < odd.missing_practice, -1, practice)
        areas = self.world.ground.facts.lsoa
        lsoa = np.where(visitor, len(areas), people.lsoa_on(events.person, events.day))
        away = events.away.astype(np.int64)
        return {
            "NHSNUMBER": self.nhs_number(named, ~missing),
            "NHSNUMBER_STATUS": pick(_STATUS, np.where(missing, 2, untraced.astype(np.int64))),
            "LOPATID": keys("H", self.block_key(named)),
            "PROCODE": pick((LOCAL, AWAY), away),
            "SITETRET": pick((f"{LOCAL}1", f"{AWAY}1"), away),
            "PURCODE": pick((COMMISSIONER, ELSEWHERE), visitor.astype(np.int64)),
            "GPPRAC": pick((*self.world.ground.practice_codes, ELSEWHERE_PRACTICE), practice),
            "SEX": self.sex(events.person),
            "MYDOB": months_year_last(people.birth[events.person]),
            "ETHNOS": pick(ETHNICITIES, people.ethnicity[events.person]),
            "LSOA11": pick((*areas, ELSEWHERE_LSOA), lsoa),
        }

    def sex(self, person: Ints) -> pa.Array:
        """Return 1 for men and 2 for women."""
        return pick(("1", "2"), self.world.people.female[person].astype(np.int64))

    def sent(self, day: Ints, rng: np.random.Generator) -> Ints:
        """Return the day on which a row about a day was sent: some are late by a month or two."""
        late = (rng.random(len(day)) < self.oddities.late) * 30 * rng.integers(1, 3, len(day))
        return first_days(day) + _SENT_AFTER + late.astype(np.int64)


def resubmitted(
    columns: dict[str, pa.Array],
    happened: Flags,
    sent: Ints,
    share: float,
    rng: np.random.Generator,
) -> pa.Table:
    """Return the rows that happened, and for a share an earlier version that had no price yet."""
    again = rng.random(len(sent)) < share
    final = np.where(again, sent + 30, sent)
    twice = np.flatnonzero(again & happened)
    table = pa.table({**columns, "SUBMISSION_DATE": days(final)})
    earlier = table.take(pa.array(twice))
    table = table if happened.all() else table.filter(pa.array(happened))
    at = earlier.column_names.index("FINAL_PRICE")
    earlier = earlier.set_column(at, "FINAL_PRICE", pa.nulls(len(twice), table["FINAL_PRICE"].type))
    earlier = earlier.set_column(earlier.num_columns - 1, "SUBMISSION_DATE", days(sent[twice]))
    return pa.concat_tables([table, earlier])


def minutes_in(events: Events) -> Ints:
    """Return how long each event took, in minutes."""
    minutes: Ints = np.minimum(events.end - events.start, MINUTES)
    return minutes


def number_is(events: Events, pod: str) -> Flags:
    """Return which events are of one service."""
    same_pod: Flags = events.pod == number_of(pod)
    return same_pod
