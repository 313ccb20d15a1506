"""Make the place, block by block: tables of feeds, handed out as soon as they are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pyarrow as pa

from wholeplace.kernel import FinancialYear
from wholeplace.synthetic import feeds
from wholeplace.synthetic.calendar import Calendar
from wholeplace.synthetic.feeds.outpatients import draw_statuses
from wholeplace.synthetic.ground import Facts, Ground, ground_for
from wholeplace.synthetic.nhs_numbers import nhs_numbers
from wholeplace.synthetic.oddities import Oddities
from wholeplace.synthetic.scribe import Scribe
from wholeplace.synthetic.spell_prices import price_spells
from wholeplace.synthetic.truth import truth
from wholeplace.synthetic.world import draw_world

BLOCK = 25_000
"""People on the first day of a block: memory grows with it, not with the place."""

_JOINERS = 0.15  # room for people who join, by year: more than are born or move in
_ROOM = 2_000  # room for chance, and for visitors


@dataclass(frozen=True, slots=True)
class Wish:
    """What place to make.

    Attributes:
        people: registered on the first day; births and arrivals come on top.
        first_year: the first financial year; 2017 begins on 1 April 2017.
        years: how many financial years.
        care_model: whether what the care model prevents is left out.
        identified: whether names, dates of birth and addresses are written (invented ones).
        prescribing: whether items prescribed are written (many rows).
        oddities: what is odd in the feeds.
    """

    people: int
    first_year: int
    years: int
    care_model: bool = True
    identified: bool = False
    prescribing: bool = False
    oddities: Oddities = field(default_factory=Oddities)

    def __post_init__(self) -> None:
        """Refuse a place without people or years."""
        if self.people < 1 or self.years < 1:
            msg = f"a place needs people and years, not {self.people} people, {self.years} years"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of one file: ``feed`` is its folder, ``truth`` for what no feed may tell."""

    feed: str
    file: str
    table: pa.Table


def make_feeds(wish: Wish, facts: Facts, rng: np.random.Generator) -> Iterator[Part]:
    """Yield the feeds of a made-up place, in parts: the same generator state, the same parts.

    Every part of a file has the same columns, all text. Files and columns are those that the
    shipped mappings read. Memory is bounded by ``BLOCK``. Each block, and each thing in it, has
    a stream of chance of its own; with and without the care model all streams are the same.
    """
    ground = ground_for(wish.people, facts)
    yield Part("reference", "organisation", feeds.organisation(ground))
    yield Part("reference", "geography", feeds.geography(ground))
    blocks = -(-wish.people // BLOCK)
    of_calendar, *of_blocks = rng.spawn(1 + blocks)
    calendar = Calendar(first_days(wish.first_year, wish.years), of_calendar)
    for block, stream in enumerate(of_blocks):
        size = wish.people // blocks + (block < wish.people % blocks)
        yield from _block(wish, (block, size), calendar, ground, stream)


def first_days(first_year: int, years: int) -> list[int]:
    """Return the first day of each financial year, and the day after the last, from 1970-01-01."""
    starts = (FinancialYear(first_year + n).start for n in range(years + 1))
    return [int(np.datetime64(start).astype(np.int64)) for start in starts]


def _block(
    wish: Wish,
    block: tuple[int, int],
    calendar: Calendar,
    ground: Ground,
    rng: np.random.Generator,
) -> Iterator[Part]:
    number, size = block
    of_world, *of_feeds = rng.spawn(11)
    world = draw_world(size, calendar, ground, of_world, care_model=wish.care_model)
    room = round(BLOCK * (1 + _JOINERS * wish.years)) + _ROOM
    named = nhs_numbers(number * room + np.arange(max(len(world.people) + 1, room)))
    scribe = Scribe(world, number, named, wish.oddities)
    yield from _registers(wish, scribe, of_feeds[0])
    yield from _hospital(scribe, of_feeds[1:6])
    yield from _elsewhere(scribe, of_feeds[6:9], identified=wish.identified)
    if wish.prescribing:
        for first, last in pairwise(_months(calendar)):
            yield Part("epd", "epd", feeds.prescribing(scribe, first, last, of_feeds[9]))
    for name, table in truth(scribe, care_model=wish.care_model).items():
        yield Part("truth", name, table)


def _registers(wish: Wish, scribe: Scribe, rng: np.random.Generator) -> Iterator[Part]:
    yield Part("pds", "pds_person", feeds.person(scribe))
    yield Part("pds", "pds_care_practice", feeds.care_practice(scribe))
    yield Part("pds", "pds_address", feeds.address(scribe))
    if wish.identified:
        yield Part("pds", "pds_identity", feeds.identity(scribe))
    yield Part("deaths", "deaths", feeds.deaths(scribe, rng))
    yield Part("gp", "gp_problem", feeds.problems(scribe))


def _hospital(scribe: Scribe, streams: list[np.random.Generator]) -> Iterator[Part]:
    of_prices, of_spells, of_outpatients, of_attendances, of_costs = streams
    priced = price_spells(scribe.world, of_prices)
    of_status, of_rows = of_outpatients.spawn(2)
    statuses = draw_statuses(len(scribe.world.visits_of("OPFA", "OPFUP")), of_status)
    yield Part("sus_apc", "apc", feeds.admissions(scribe, priced, of_spells))
    yield Part("sus_op", "op", feeds.outpatients(scribe, statuses, of_rows))
    yield Part("ecds", "ecds", feeds.attendances(scribe, of_attendances))
    of_patients, of_lines = of_costs.spawn(2)
    yield Part("plics", "plics", feeds.patient_costs(scribe, priced, statuses, of_patients))
    yield Part("plcm", "plcm", feeds.contract_lines(scribe, of_lines))


def _elsewhere(
    scribe: Scribe, streams: list[np.random.Generator], *, identified: bool
) -> Iterator[Part]:
    of_contacts, of_appointments, of_care = streams
    of_community, of_mind = of_contacts.spawn(2)
    yield Part("csds", "csds_contact", feeds.contacts(scribe, "COMM", of_community))
    yield Part("csds", "csds_referral", feeds.referrals(scribe, "COMM"))
    yield Part("mhsds", "mhs_contact", feeds.contacts(scribe, "MH", of_mind))
    yield Part("mhsds", "mhs_referral", feeds.referrals(scribe, "MH"))
    yield Part("mhsds", "mhs_spell", feeds.mind_spells(scribe))
    yield Part("gp", "gp", feeds.appointments(scribe, of_appointments))
    yield Part("cld", "cld", feeds.social_care(scribe, of_care, identified=identified))


def _months(calendar: Calendar) -> list[int]:
    """Return the first day of each month of the window, and the day after the last."""
    begins, ends = (
        np.array([day]).astype("datetime64[D]").astype("datetime64[M]")[0]
        for day in (calendar.first, calendar.end)
    )
    firsts = np.arange(begins, ends + 1).astype("datetime64[D]").astype(np.int64)
    return [int(first) for first in firsts]
