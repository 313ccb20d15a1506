"""Make the place: people, what happens to them, and the tables that sources would send."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from wholeplace.kernel import FinancialYear
from wholeplace.synthetic import register
from wholeplace.synthetic.activity import activity
from wholeplace.synthetic.area import Area, draw_area, geography, organisation
from wholeplace.synthetic.care import care_package, draw_packages
from wholeplace.synthetic.columns import Ints
from wholeplace.synthetic.costs import cost
from wholeplace.synthetic.diagnoses import diagnosis, draw_primaries
from wholeplace.synthetic.people import People, draw_people
from wholeplace.synthetic.row_keys import draw_row_keys
from wholeplace.synthetic.timeline import draw_events


def make_place(
    people: int, first_year: int, years: int, rng: np.random.Generator
) -> Mapping[str, pa.Table]:
    """Return the canonical tables of a made-up place, by name, without ``batch_id``.

    Args:
        people: how many are registered on the first day; births and arrivals come on top.
        first_year: the first NHS financial year; 2017 begins on 1 April 2017.
        years: how many financial years.
        rng: the source of chance: the same state gives the same tables.

    Returns:
        ``person, registration, residence, source_link, activity, diagnosis, cost, care_package,
        organisation, geography``. Money is in pounds, times in UTC; registrations, residences and
        packages are half open (the end is the first day without). Every code of a place, person
        or organisation begins with Z, P or H and is made up; levels and prices are partly
        assumed, as the constants of this package say.

    Raises:
        ValueError: where there would be no person or no year.
    """
    if people < 1 or years < 1:
        raise ValueError(f"a place needs people and years, not {people} people for {years} years")
    starts = np.array([_day(FinancialYear(first_year + n)) for n in range(years + 1)])
    area = draw_area(people, rng)
    residents = draw_people(people, starts, area, rng)
    return {
        "organisation": organisation(area),
        "geography": geography(area),
        **_tables(residents, area, starts, rng),
    }


def _day(year: FinancialYear) -> int:
    return int(np.datetime64(year.start).astype(np.int64))


def _tables(
    people: People, area: Area, starts: Ints, rng: np.random.Generator
) -> dict[str, pa.Table]:
    events = draw_events(people, starts, rng)
    row_keys = draw_row_keys(events, len(people), rng)
    primary = draw_primaries(events, people, rng)
    packages = draw_packages(people, starts, rng)
    died_in_bed = np.isin(np.arange(len(people)), events.person[events.died])
    others = {**row_keys.others, "social_care": np.unique(packages.person)}
    return {
        "person": register.person(people, died_in_bed, rng),
        "registration": register.registration(people),
        "residence": register.residence(people, area),
        "source_link": register.source_link(len(people), row_keys.hospital, others, rng),
        "activity": activity(events, primary, people, row_keys, rng),
        "diagnosis": diagnosis(events, primary, people, row_keys, rng),
        "care_package": care_package(packages, area.care_homes),
        "cost": cost(events, row_keys, packages, starts, rng),
    }
