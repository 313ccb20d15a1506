"""Adult social care: requests, assessments, reviews, and services by financial year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from wholeplace.synthetic.columns import (
    NEVER,
    Flags,
    Ints,
    days,
    keys,
    money,
    months,
    pick,
    same,
    wholes,
)
from wholeplace.synthetic.conditions import YEAR, Onset
from wholeplace.synthetic.feeds.registration import names_of, postcodes
from wholeplace.synthetic.people import ETHNICITIES
from wholeplace.synthetic.prices import inflation
from wholeplace.synthetic.scribe import COUNCIL, Scribe

# England 2023/24: 858,720 people had long-term support in the year (NHS England); who, is assumed.
_OLD_AT_HOME = Onset(65, 20, 0.103, 0.10)
_YOUNG = 0.0050  # assumed: share of people from 18 to 64 with lasting support
_COUNCIL_PAYS = 0.60  # assumed: share of care home places
_HOURLY, _WEEKLY = 2_350, 95_000  # pence at 2023/24 prices, assumed: an hour, a care home week
_HOURS = (5, 21)  # assumed: hours of home care a week, from and below
_ADULT, _OLD = 18, 65
_EVENTS = ("Service", "Assessment", "Review", "Request")
_SERVICES = ("Long term support: Community", "Long term support: Residential care")


@dataclass(frozen=True, slots=True)
class Packages:
    """One item per package in every array: half-open days, pence per unit, units a week.

    ``year`` counts the financial years of the window from 0; ``residential`` is a care home place;
    ``first`` says that the person had no package the year before.
    """

    person: Ints
    year: Ints
    start: Ints
    end: Ints
    residential: Flags
    first: Flags
    unit_cost: Ints
    units: Ints

    def __len__(self) -> int:
        return len(self.person)


def draw_packages(scribe: Scribe, rng: np.random.Generator) -> Packages:
    """Return the packages: reviewed, and priced anew, on the first day of every year."""
    people, calendar = scribe.world.people, scribe.world.calendar
    size, starts = len(people), calendar.starts
    at_home = _home_care_from(scribe, rng)
    paid = rng.random(size) < _COUNCIL_PAYS
    hours = rng.integers(*_HOURS, size)
    cells = 2 * calendar.years
    person = np.tile(np.arange(size), cells)
    residential = np.repeat([False, True], size * calendar.years)
    year = np.tile(np.repeat(np.arange(calendar.years), size), 2)
    begins = np.where(residential, people.care_home_from[person], at_home[person])
    stops = np.where(residential, people.exit[person], people.care_home_from[person])
    begins = np.maximum(begins, people.entry[person])
    start = np.maximum(begins, starts[year])
    end = np.minimum(np.minimum(stops, people.exit[person]), starts[year + 1])
    has = (start < end) & (paid[person] | ~residential)
    typical = np.where(residential, _WEEKLY, _HOURLY)
    price = np.rint(typical * inflation(start, scribe.world.ground.facts, calendar))
    return Packages(
        person=person[has],
        year=year[has],
        start=start[has],
        end=end[has],
        residential=residential[has],
        first=(start == begins)[has],
        unit_cost=price.astype(np.int64)[has],
        units=np.where(residential, 1, hours[person])[has],
    )


def _home_care_from(scribe: Scribe, rng: np.random.Generator) -> Ints:
    """Return the day from which each person has care at home: late in life, or lifelong."""
    people = scribe.world.people
    size = len(people)
    age = _OLD_AT_HOME.age(np.full(size, float(_OLD)), np.sqrt(people.ill_health) + 0.01, rng)
    old = people.birth + np.minimum(age * YEAR, NEVER).astype(np.int64)
    grown = people.birth + int(_ADULT * YEAR) + 1
    return np.where(rng.random(size) < _YOUNG, np.minimum(grown, old), old)


def social_care(scribe: Scribe, rng: np.random.Generator, *, identified: bool) -> pa.Table:
    """Return ``cld``: the services, with the assessment and the request before each new one."""
    packages = draw_packages(scribe, rng)
    new, known = np.flatnonzero(packages.first), np.flatnonzero(~packages.first)
    index = np.concatenate([np.arange(len(packages)), new, known, new])
    event = np.repeat(np.arange(4), [len(packages), len(new), len(known), len(new)])
    before = np.select([event == 1, event == 3], [14, 28], 0)  # noqa: PLR2004 - events
    start = packages.start[index] - before
    serves = event == 0
    end = np.where(serves, packages.end[index] - 1, start)
    person = packages.person[index]
    year_starts = scribe.world.calendar.starts
    year = scribe.world.calendar.year_of(np.maximum(start, year_starts[0]))
    people = scribe.world.people
    columns = {
        "LA_CODE": same(COUNCIL, len(index)),
        "REPORTING_PERIOD_START_DATE": days(year_starts[year]),
        "REPORTING_PERIOD_END_DATE": days(year_starts[year + 1] - 1),
        **_client(scribe, person, start, rng),
        "ACCOMMODATION_STATUS": pick(
            ("18", "01"), np.where(packages.residential[index] & serves, 1, 0)
        ),
        "CLIENT_FUNDING_STATUS": same("Joint client and social care funded", len(index)),
        "EVENT_TYPE": pick(_EVENTS, event),
        "EVENT_REFERENCE": keys("E", scribe.block_key(np.arange(len(index)))),
        "EVENT_START_DATE": days(start),
        "EVENT_END_DATE": days(end),
        **_service(scribe, packages, index, serves),
    }
    if identified:
        given, family = names_of(scribe, person)
        columns |= {
            "GIVEN_NAME": given,
            "FAMILY_NAME": family,
            "BIRTH_DATE": days(people.birth[person]),
            "POSTCODE": postcodes(people.lsoa[person], person),
        }
    return pa.table(columns)


def _client(
    scribe: Scribe, person: Ints, day: Ints, rng: np.random.Generator
) -> dict[str, pa.Array]:
    """Return who the client is, as the council knows it; some by their own number only."""
    people, ground = scribe.world.people, scribe.world.ground
    known = rng.random(len(people)) >= scribe.oddities.unknown_to_council
    return {
        "NHS_NUMBER": scribe.nhs_number(person, known[person]),
        "LA_PERSON_ID": keys("S", scribe.block_key(person)),
        "GENDER": scribe.sex(person),
        "ETHNICITY": pick(ETHNICITIES, people.ethnicity[person]),
        "YEAR_MONTH_OF_BIRTH": months(people.birth[person]),
        "LSOA": pick(ground.facts.lsoa, people.lsoa_on(person, day)),
        "GP_PRACTICE_CODE": pick(ground.practice_codes, people.practice_on(person, day)),
    }


def _service(scribe: Scribe, packages: Packages, index: Ints, serves: Flags) -> dict[str, pa.Array]:
    residential = packages.residential[index].astype(np.int64)
    homes = scribe.world.ground.care_home_codes
    home = scribe.world.people.care_home[packages.person[index]]
    provider = np.where(residential > 0, home, len(homes))
    no_price = pa.array(~serves)
    unit_cost = pc.if_else(no_price, pa.scalar(None, pa.string()), money(packages.unit_cost[index]))
    return {
        "SERVICE_TYPE": pick(_SERVICES, np.where(serves, residential, -1)),
        "SERVICE_COMPONENT": pick(
            ("Home support or domiciliary care", "Residential care"),
            np.where(serves, residential, -1),
        ),
        "DELIVERY_MECHANISM": pick(
            ("CASSR managed personal budget", "CASSR commissioned support"),
            np.where(serves, residential, -1),
        ),
        "PROVIDER_CQC_LOCATION_ID": pick((*homes, "ZCARE"), np.where(serves, provider, -1)),
        "UNIT_COST": unit_cost,
        "COST_FREQUENCY": pick(("hourly", "weekly"), np.where(serves, residential, -1)),
        "PLANNED_UNITS_PER_WEEK": wholes(np.where(serves, packages.units[index], -1)),
    }
