"""Events and person-years of groups, split by sex and age: what is standardised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from wholeplace.outcomes.statistics import Numbers

SEXES = ("1", "2")
"""Rates are standardised over men and women; of other people there are too few to compare."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Events and days of one sex and band of age in a group."""

    group: str
    sex: str
    from_age: int
    events: int
    days: int


@dataclass(frozen=True, slots=True)
class Strata:
    """Groups in rows, strata in columns: those of one sex together, in order of age.

    ``sexes`` has the sex of each column and ``weights`` the standard population in it; ``joined``
    is how many strata were joined with a neighbour, since some group had nobody in them.
    """

    groups: tuple[str, ...]
    sexes: tuple[str, ...]
    events: Numbers
    person_years: Numbers
    weights: Numbers
    joined: int = 0


def strata(
    cells: Iterable[Cell], groups: Sequence[str], people: Mapping[int, float], days_in_year: float
) -> Strata:
    """Return the strata of the ``groups``, in this order; cells of other groups are left out.

    ``people`` is the standard population by the first age of a band, the same for each sex. Strata
    in which no group has anybody are left out, with their weight.
    """
    keys = [(sex, age) for sex in SEXES for age in people]
    places = {key: i for i, key in enumerate(keys)}
    rows = {group: i for i, group in enumerate(groups)}
    events, days = (np.zeros((len(groups), len(keys))) for _ in range(2))
    for cell in cells:
        if cell.group in rows and cell.sex in SEXES:
            at = rows[cell.group], places[cell.sex, cell.from_age]
            events[at] += cell.events
            days[at] += cell.days
    weights = np.array([people[age] for _, age in keys], dtype=np.float64)
    used = (days.sum(axis=0) > 0) & (weights > 0)
    return Strata(
        tuple(groups),
        tuple(sex for (sex, _), is_used in zip(keys, used, strict=True) if is_used),
        events[:, used],
        days[:, used] / days_in_year,
        weights[used],
    )


def without_gaps(found: Strata) -> Strata:
    """Return strata in which every group has somebody of either sex, for all groups alike.

    A stratum that is empty in some group is joined with the next younger one of the same sex, the
    youngest with the next older, weights too: groups are compared over the same, fewer strata. A
    group that has nobody at all of a sex is left with an empty stratum.
    """
    lots = [lot for sex in SEXES for lot in _lots(found, sex)]
    if not lots:
        return found
    take = np.zeros((len(found.weights), len(lots)))
    for column, lot in enumerate(lots):
        take[lot, column] = 1
    return Strata(
        found.groups,
        tuple(found.sexes[lot[0]] for lot in lots),
        found.events @ take,
        found.person_years @ take,
        found.weights @ take,
        len(found.weights) - len(lots),
    )


def _lots(found: Strata, sex: str) -> Iterator[list[int]]:
    """Yield which strata of a sex go together; from the oldest down, each until nobody lacks."""
    lot: list[int] = []
    whole: list[list[int]] = []
    for at in reversed([i for i, one in enumerate(found.sexes) if one == sex]):
        lot = [at, *lot]
        if (found.person_years[:, lot].sum(axis=1) > 0).all():
            whole, lot = [lot, *whole], []
    if lot:
        whole = [[*lot, *whole[0]], *whole[1:]] if whole else [lot]
    yield from whole
