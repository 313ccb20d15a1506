"""Propose which column of a file is which canonical column, with a score and the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.record.suggest.name_likeness import Likeness, best_name
from wholeplace.record.suggest.value_profile import Profile, fit
from wholeplace.record.tables.all_tables import TABLES
from wholeplace.record.tables.schema import Column, Table

LEAST = 0.5
"""The lowest score at which a column is proposed; below it a name says too little."""

_CLOSE = 0.08
_FIRST = 0.2
MADE_UP = frozenset(
    (
        *("source", "setting", "quantity", "quantity_unit", "position", "code_system", "kind"),
        *("basis", "currency", "match_rule", "match_score", "cost_id"),
    )
)
"""Columns that are rarely in a file: a proposal fills them with a value to be looked at."""


@dataclass(frozen=True, slots=True)
class Match:
    """One proposal. ``other`` is another column that fits nearly as well, if there is one."""

    column: str
    found: str
    score: float
    why: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file can fill of one table: its matches, and the needed columns it has not."""

    table: Table
    matches: tuple[Match, ...]
    missing: tuple[str, ...]

    @property
    def score(self) -> float:
        """The mean score of the columns the table needs, nought for each that is missing."""
        found = {match.column: match.score for match in self.matches}
        needed = needed_columns(self.table)
        return sum(found.get(name, 0.0) for name in needed) / len(needed)


def needed_columns(table: Table) -> tuple[str, ...]:
    """Return the columns of a table that only a file can give."""
    return tuple(c.name for c in table.columns if c.required and c.name not in MADE_UP)


def matches(
    table: Table, profiles: Mapping[str, Profile], like: Likeness, least: float = LEAST
) -> tuple[Match, ...]:
    """Return the best column of a file for each canonical column, in the order of the table.

    ``profiles`` has the file's columns in order, with what their values look like (an empty
    profile where values are not known). A column of the file is proposed once, and a column that
    the table needs is found before one that it can do without.
    """
    needed = needed_columns(table)
    scored = sorted(
        (
            _match(name, found, column, table, like)
            for column in table.columns
            for name, found in profiles.items()
        ),
        # Among equals, sorted() keeps the order of the file.
        key=lambda match: -match.score - (_FIRST if match.column in needed else 0),
    )
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for match in scored:
        if match.score >= least and match.column not in taken and match.found not in used:
            taken[match.column] = _with_other(match, scored)
            used.add(match.found)
    return tuple(taken[name] for name in table.column_names if name in taken)


def _match(name: str, found: Profile, column: Column, table: Table, like: Likeness) -> Match:
    by_name, why = best_name(like, name, table.name, column.name)
    said = fit(found, column, table)
    score = min(by_name * said.times + said.plus, 1.0)
    return Match(column.name, name, round(score, 3), "; ".join(filter(None, (why, said.why))))


def _with_other(match: Match, scored: Sequence[Match]) -> Match:
    close = [
        other.found
        for other in scored
        if other.column == match.column
        and other.found != match.found
        and match.score - other.score <= _CLOSE
    ]
    return Match(match.column, match.found, match.score, match.why, close[0] if close else "")


def filled_tables(profiles: Mapping[str, Profile], like: Likeness) -> tuple[Filled, ...]:
    """Return what a file can fill of each table, the best first."""
    found = []
    for table in TABLES:
        proposed = matches(table, profiles, like)
        there = {match.column for match in proposed}
        missing = tuple(name for name in needed_columns(table) if name not in there)
        found.append(Filled(table, proposed, missing))
    return tuple(sorted(found, key=lambda filled: -filled.score))
