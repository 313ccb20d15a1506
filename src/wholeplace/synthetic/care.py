"""Adult social care: packages of home care and of places in care homes, one by financial year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import (
    Flags,
    Floats,
    Ints,
    days,
    hundredths,
    keys,
    pick,
    same,
    table,
)
from wholeplace.synthetic.conditions import YEAR, Onset
from wholeplace.synthetic.people import People

_HOME_CARE = Onset(65, 20, 0.12, 0.10)  # assumed: about 4% of people over 65
_COUNCIL_PAYS = 0.55  # assumed: share of care home places
_PRICE_RISE = 1.03  # assumed: a year, from the first year of the window
_HOURLY, _WEEKLY = 1_750, 68_000  # pence, assumed: an hour at home, a week in a care home
_HOURS = (5, 21)  # assumed: hours of home care a week, from and below


@dataclass(frozen=True, slots=True)
class Packages:
    """One item per package in every array: half-open days, pence per unit, units a week.

    ``year`` counts the financial years of the window from 0; ``residential`` is a care home place.
    """

    person: Ints
    year: Ints
    start: Ints
    end: Ints
    residential: Flags
    home: Ints
    unit_cost: Ints
    units: Ints

    @property
    def amount(self) -> Ints:
        """The whole cost in pence."""
        exact: Floats = self.unit_cost * self.units * (self.end - self.start) / 7
        return np.rint(exact).astype(np.int64)


def draw_packages(people: People, starts: Ints, rng: np.random.Generator) -> Packages:
    """Return the packages: reviewed, and priced anew, on the first day of every year."""
    size, years = len(people), len(starts) - 1
    age = _HOME_CARE.age(np.full(size, 65.0), np.sqrt(people.frailty) + 0.01, rng)
    at_home = people.birth + (age * YEAR).astype(np.int64)
    paid = rng.random(size) < _COUNCIL_PAYS
    hours = rng.integers(*_HOURS, size)
    person = np.tile(np.arange(size), 2 * years)
    residential = np.repeat([False, True], size * years)
    year = np.tile(np.repeat(np.arange(years), size), 2)
    begins = np.where(residential, people.care_home_from[person], at_home[person])
    stops = np.where(residential, people.exit[person], people.care_home_from[person])
    start = np.maximum(np.maximum(begins, people.entry[person]), starts[year])
    end = np.minimum(np.minimum(stops, people.exit[person]), starts[year + 1])
    has = (start < end) & (paid[person] | ~residential)
    price = np.where(residential, _WEEKLY, _HOURLY) * _PRICE_RISE**year
    return Packages(
        person=person[has],
        year=year[has],
        start=start[has],
        end=end[has],
        residential=residential[has],
        home=people.care_home[person[has]],
        unit_cost=np.rint(price).astype(np.int64)[has],
        units=np.where(residential, 1, hours[person])[has],
    )


def package_keys(packages: Packages) -> pa.Array:
    """Return the ``package_id`` of each package."""
    return keys("K", np.arange(len(packages.person)) + 1)


def care_package(packages: Packages, care_homes: int) -> pa.Table:
    """Return the table ``care_package``; the end is the first day without it."""
    size = len(packages.person)
    residential = packages.residential.astype(np.int64)
    homes = [f"ZH{number:03d}" for number in range(1, care_homes + 1)]
    provider = np.where(packages.residential, packages.home, care_homes)
    service = ("Long term support: Community", "Long term support: Residential care")
    return table(
        "care_package",
        package_id=package_keys(packages),
        person_id=keys("P", packages.person + 1),
        funder_code=same("ZLA", size),
        provider_code=pick([*homes, "ZCARE"], provider),
        service_type=pick(service, residential),
        service_component=pick(("Home support or domiciliary care", None), residential),
        delivery_mechanism=same("CASSR commissioned support", size),
        start_date=days(packages.start),
        end_date=days(packages.end),
        unit_cost=hundredths(packages.unit_cost),
        cost_frequency=pick(("hourly", "weekly"), residential),
        units_per_week=hundredths(packages.units * 100),
    )
