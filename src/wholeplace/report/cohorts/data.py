"""Cohorts on a day, and what of them may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from wholeplace.population.cohorts import Cohort
from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.report.cohorts.hiding import Sum, hidden_counts

Cell: TypeAlias = tuple[str, ...]
NOT_KNOWN = "not known"
AS_THEY_STAND = frozenset(("", MARK, NOT_KNOWN))
"""What may stand in the place of a number."""

ALL, ANY = ("all",), ("any",)
"""The counts of the register, and of those who are in any of the cohorts."""


@dataclass(frozen=True, slots=True)
class CohortFigures:
    """The people of a cohort, and their emergency admissions and cost in the year before."""

    people: int
    admissions: int
    pence: int


@dataclass(frozen=True, slots=True)
class CohortsFound:
    """Who is in which cohort on a day; nothing of it is hidden yet.

    Attributes:
        cohorts: their documents, in order.
        on: the day; ``starts`` is the same day a year before.
        register: people on the register by neighbourhood.
        neighbourhoods: what each neighbourhood is called.
        figures: of each cohort by its id.
        inside: people by cohort and neighbourhood.
        together: people by exactly the cohorts that they are in, ids in order.
        is_costed: whether any cost in scope of the year before is known.
        not_known: the cohorts that nobody can be known to be in, and why.
    """

    cohorts: tuple[Cohort, ...]
    on: date
    starts: date
    currency: str
    register: Mapping[str, int]
    neighbourhoods: Mapping[str, str]
    figures: Mapping[str, CohortFigures]
    inside: Mapping[tuple[str, str], int]
    together: Mapping[tuple[str, ...], int]
    is_costed: bool
    small: SmallNumbers
    not_known: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def name(self, cohort: str) -> str:
        """Return what a cohort is called."""
        return next(one.name for one in self.cohorts if one.cohort == cohort)


@dataclass(frozen=True, slots=True)
class Shown:
    """The same with its counts hidden: every figure of tables and charts is taken from here."""

    found: CohortsFound
    counts: Mapping[Cell, int]
    hidden: frozenset[Cell]

    def people(self, *cell: str) -> str:
        """Return a count as text: digits, or the mark."""
        small = self.found.small
        return MARK if cell in self.hidden else str(small.rounded(self.counts.get(cell, 0)))

    def number(self, *cell: str) -> int | None:
        """Return a count that may be shown, or nothing."""
        small = self.found.small
        return None if cell in self.hidden else small.rounded(self.counts.get(cell, 0))

    def share(self, *cell: str) -> str:
        """Return what part of the register a count is, as a share; the mark, or empty of none."""
        number, whole = self.number(*cell), self.number(*ALL)
        if number is None or whole is None:
            return MARK
        return f"{number / whole:.4f}" if whole else ""

    def combinations(self) -> list[tuple[tuple[str, ...], int]]:
        """Return the combinations of cohorts that may be shown, the largest first."""
        found = [(some, self.number("exactly", *some)) for some in self.found.together]
        kept = [(some, n) for some, n in found if n]
        return sorted(kept, key=lambda pair: (-pair[1], pair[0]))

    def others(self) -> str:
        """Return how many people are in combinations that are not shown, or the mark."""
        if ANY in self.hidden:
            return MARK
        left = [n for some, n in self.found.together.items() if ("exactly", *some) in self.hidden]
        return MARK if self.found.small.is_small(sum(left)) else str(self._rounded(sum(left)))

    def _rounded(self, number: int) -> int:
        return self.found.small.rounded(number)


def shown(found: CohortsFound) -> Shown:
    """Return what may be shown: no count that is small, and none that would give one away."""
    counts, never = dict(_counts(found)), dict(_never(found))
    sums = [*_sums(found), *_nested(found, counts | never)]
    used = {cell for one in sums for cell in one.parts}
    never = {cell: n for cell, n in never.items() if cell in used}
    hidden = hidden_counts(counts | never, sums, found.small, frozenset(never))
    return Shown(found, counts, hidden)


def _counts(found: CohortsFound) -> Iterator[tuple[Cell, int]]:
    yield ALL, sum(found.register.values())
    yield ANY, sum(found.together.values())
    yield ("no",), sum(found.register.values()) - sum(found.together.values())
    for hood, people in found.register.items():
        yield ("register", hood), people
    for cohort, one in found.figures.items():
        yield ("people", cohort), one.people
        yield ("admissions", cohort), one.admissions
        for hood in found.register:
            yield ("in", cohort, hood), found.inside.get((cohort, hood), 0)
    for some, people in found.together.items():
        yield ("exactly", *some), people


def _sums(found: CohortsFound) -> Iterator[Sum[Cell]]:
    yield Sum(ALL, (ANY, ("no",)))
    yield Sum(ALL, tuple(("register", hood) for hood in found.register))
    yield Sum(ANY, tuple(("exactly", *some) for some in found.together))
    for cohort in found.figures:
        mine = tuple(("exactly", *some) for some in found.together if cohort in some)
        yield Sum(("people", cohort), mine)
        yield Sum(("people", cohort), tuple(("in", cohort, hood) for hood in found.register))


def _pairs(found: CohortsFound) -> Iterator[tuple[Cell, Cell]]:
    """Yield counts of which the second is of some of the people of the first, as readers know."""
    for cohort in found.figures:
        yield ALL, ("people", cohort)
        for hood in found.register:
            yield ("register", hood), ("in", cohort, hood)
    for wide in found.figures:
        for narrow in found.figures:
            if wide != narrow and all(wide in some for some in found.together if narrow in some):
                yield ("people", wide), ("people", narrow)
                yield ("admissions", wide), ("admissions", narrow)
                for hood in found.register:
                    yield ("in", wide, hood), ("in", narrow, hood)


def _never(found: CohortsFound) -> Iterator[tuple[Cell, int]]:
    """Yield differences that are too small: they stand in no table, but a reader can subtract."""
    counts = dict(_counts(found))
    for wide, narrow in _pairs(found):
        if found.small.is_small(left := counts[wide] - counts[narrow]):
            yield ("less", *wide, "-", *narrow), left


def _nested(found: CohortsFound, counts: Mapping[Cell, int]) -> Iterator[Sum[Cell]]:
    for wide, narrow in _pairs(found):
        left = ("less", *wide, "-", *narrow)
        if left in counts and counts[narrow]:
            yield Sum(wide, (narrow, left))


def cohort_rows(shown: Shown) -> list[dict[str, str]]:
    """Return a row for each cohort as text; what may not be shown is a mark.

    Costs are empty where nobody is in the cohort, or no cost is known. Nothing is known of a cohort
    that looks at what no feed tells of.
    """
    rows = []
    for one in shown.found.cohorts:
        figures, people = shown.found.figures[one.cohort], shown.people("people", one.cohort)
        row = {"cohort": one.cohort, "name": one.name, "people": people}
        if one.cohort in shown.found.not_known:
            unknown = ("people", "share", "emergency_admissions", "spend", "spend_per_head")
            rows.append(row | dict.fromkeys(unknown, NOT_KNOWN))
            continue
        row["share"] = shown.share("people", one.cohort)
        told = MARK if people == MARK else shown.people("admissions", one.cohort)
        row |= {"emergency_admissions": told, "spend": "", "spend_per_head": ""}
        if people == MARK:
            row |= dict.fromkeys(("spend", "spend_per_head"), MARK)
        elif figures.people and shown.found.is_costed:
            # With spend per head, exact spend would tell a count that is rounded.
            if shown.found.small.round_to == 1:
                row["spend"] = f"{float(Fraction(figures.pence, 100)):.2f}"
            each = Fraction(figures.pence, 100 * figures.people)
            row["spend_per_head"] = f"{float(each):.2f}"
        rows.append(row)
    return rows


def neighbourhood_rows(shown: Shown) -> list[dict[str, str]]:
    """Return a row for each cohort and neighbourhood as text; what may not be shown is a mark."""
    found = shown.found
    return [
        {
            "neighbourhood": hood,
            "name": found.neighbourhoods[hood],
            "cohort": one.cohort,
            "people": NOT_KNOWN
            if one.cohort in found.not_known
            else shown.people("in", one.cohort, hood),
            "register": shown.people("register", hood),
        }
        for hood in found.register
        for one in found.cohorts
    ]


def combination_rows(shown: Shown) -> list[dict[str, str]]:
    """Return a row for each combination of cohorts that may be shown, and one for the others."""
    rows = [
        {"cohorts": " + ".join(some), "people": str(people)}
        for some, people in shown.combinations()
    ]
    others = [] if shown.others() == "0" else [{"cohorts": "(others)", "people": shown.others()}]
    return rows + others + [{"cohorts": "(none)", "people": shown.people("no")}]
