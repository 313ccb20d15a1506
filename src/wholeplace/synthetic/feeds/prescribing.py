"""Prescribing: the items dispensed to each person in each month."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from wholeplace.synthetic.columns import (
    Floats,
    Ints,
    keys,
    months_without_dash,
    pick,
    same,
    wholes,
)
from wholeplace.synthetic.prices import inflation
from wholeplace.synthetic.scribe import Scribe

# Items and net ingredient cost (pence) by chapter of the formulary in England, a calendar year:
# Prescription Cost Analysis (NHSBSA, OGL v3).
_CHAPTERS = {
    "02": (388.4, 308), "04": (241.2, 688), "06": (146.1, 1600), "01": (120.1, 624),
    "03": (75.7, 1631), "09": (73.2, 1300), "21": (41.1, 2227), "05": (40.9, 569),
    "07": (36.5, 815), "10": (32.5, 449), "13": (27.2, 1224), "11": (15.5, 1138),
    "14": (15.2, 1658), "12": (11.8, 848), "23": (8.1, 5577), "20": (5.3, 3406),
}  # fmt: skip
_PRODUCTS = 40  # made-up products of each chapter
_SPREAD = 0.6  # assumed: of the cost of an item around its chapter's
# Items a month, assumed: at each age without illness, and for each long-term condition.
_AGES, _ITEMS = (0, 18, 45, 65, 80), (0.15, 0.18, 0.4, 0.75, 1.1)
_BY_CONDITION = 1.9


def prescribing(scribe: Scribe, first: int, last: int, rng: np.random.Generator) -> pa.Table:
    """Return ``epd`` for the month from one day up to (not including) another."""
    world = scribe.world
    people = world.people
    here = np.flatnonzero((people.entry < last) & (people.exit > first))
    ill = people.ill_with(here, np.full(len(here), first)).sum(axis=1)
    expected: Floats = np.interp(people.age_on(first)[here], _AGES, _ITEMS) + _BY_CONDITION * ill
    who = here[np.repeat(np.arange(len(here)), rng.poisson(expected))]
    size = len(who)
    chapter, product = _draw_products(size, rng)
    typical = np.array([cost for _, cost in _CHAPTERS.values()], dtype=np.float64)[chapter]
    day = np.full(size, first)
    dearer = inflation(day, world.ground.facts, world.calendar)
    pence = np.rint(typical * dearer * np.exp(rng.normal(-(_SPREAD**2) / 2, _SPREAD, size)))
    of_month = (first - world.calendar.first) * 1_000_000 + np.arange(size)
    codes = pick(_labels(), chapter * _PRODUCTS + product)
    return pa.table({
        "ITEM_ID": keys("", scribe.block_key(np.zeros_like(who)) * 10_000_000 + of_month),
        "NHS_NUMBER": scribe.nhs_number(who),
        "PATIENT_GP_ODS": pick(world.ground.practice_codes, people.practice_on(who, day)),
        "PROCESSED_PERIOD": months_without_dash(day),
        "PAID_BNF_CODE": codes,
        "PAID_DMD_CODE": keys("", 99_000_000_000_000 + chapter * _PRODUCTS + product),
        "ITEM_COUNT": same("1", size),
        "PAID_QUANTITY": wholes(28 * (1 + product % 3)),
        "ITEM_NIC": keys("", pence.astype(np.int64)),
        "ITEM_ACTUAL_COST": keys("", np.rint(pence * 0.94).astype(np.int64)),
    })  # fmt: skip


def _draw_products(size: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    share = np.array([items for items, _ in _CHAPTERS.values()])
    return rng.choice(len(share), size, p=share / share.sum()), rng.integers(0, _PRODUCTS, size)


def _labels() -> list[str]:
    """Return made-up product codes in the shape of the formulary's fifteen characters."""
    return [
        f"{chapter}99ZZ{n:02d}AAAA{n:03d}"[:15] for chapter in _CHAPTERS for n in range(_PRODUCTS)
    ]
