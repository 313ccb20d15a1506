"""What may not be shown of inequality: small numbers, and whatever would give them away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from wholeplace.outcomes.unequal import GroupRate
from wholeplace.privacy.small_numbers import Hidden, SmallNumbers
from wholeplace.report.inequality.data import Measured, Ranked

Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HiddenRates:
    """The groups whose events and whose person-years are not shown, and whether the totals are.

    The first of each pair is of deprivation, the second of neighbourhoods. A rate is shown where
    both its events and its person-years are: from two of the three, the third can be found.
    """

    events: tuple[frozenset[str], frozenset[str]]
    years: tuple[frozenset[str], frozenset[str]]
    all_events: bool
    all_years: bool

    def rates(self, table: int) -> frozenset[str]:
        """Return the groups of a table whose rates are not shown."""
        return self.events[table] | self.years[table]

    @property
    def all_rates(self) -> bool:
        """Whether the rate of all people is not shown."""
        return self.all_events or self.all_years

    @property
    def line(self) -> bool:
        """Whether the slope is not shown: from it and the others, a hidden rate can be found."""
        return bool(self.rates(0)) or self.all_rates


def hidden_rates(measured: Measured, ranked: Ranked, small: SmallNumbers) -> HiddenRates:
    """Return what to hide of the tables of a measure, which have one total between them."""
    deprivation, near = deprivation_rows(measured), neighbourhood_rows(measured)
    found = []
    for at in (0, 1):
        tenths = {name: ceil(pair[at]) for name, pair in (measured.tenths or {}).items()}
        counts = [{row.group: _number(row, at) for row in rows} for rows in (deprivation, near)]
        hidden = [hidden_groups(tenths, ranked, small), small.hidden_rows(counts[1])]
        found.append(hidden_together(counts, hidden))
    (events, all_events), (years, all_years) = found
    return HiddenRates((events[0], events[1]), (years[0], years[1]), all_events, all_years)


def deprivation_rows(measured: Measured) -> list[GroupRate]:
    """Return the rows of groups of deprivation, and that of people of whom it is not known."""
    rows = measured.by_deprivation.rows if measured.by_deprivation else ()
    return [*rows, *([measured.not_known] if measured.not_known else [])]


def neighbourhood_rows(measured: Measured) -> list[GroupRate]:
    """Return the rows of neighbourhoods."""
    return list(measured.by_neighbourhood.rows) if measured.by_neighbourhood else []


def _number(row: GroupRate, at: int) -> int:
    return ceil(row.person_years) if at else row.events


def hidden_together(
    tables: Sequence[Counts], hidden: Sequence[Hidden]
) -> tuple[list[frozenset[str]], bool]:
    """Return the hidden rows of tables of the same people, and whether their total is hidden.

    Where the total is hidden no table may show all its rows: they would add up to it.
    """
    if not any(one.total for one in hidden):
        return [one.rows for one in hidden], False
    rows = []
    for counts, one in zip(tables, hidden, strict=True):
        least = sorted((number, name) for name, number in counts.items() if number)[:1]
        rows.append(one.rows or frozenset(name for _, name in least))
    return rows, True


def hidden_groups(tenths: Counts, ranked: Ranked, small: SmallNumbers) -> Hidden:
    """Return which groups of deprivation to hide, so that tenths and fifths tell no more together.

    Both tables may be asked for, one after the other. A fifth is the total of its tenths: a small
    tenth is hidden with the other of its fifth, and both where the fifth itself is.
    """
    fifths: dict[str, dict[str, int]] = {}
    for tenth, number in tenths.items():
        fifths.setdefault(Ranked.FIFTHS.of(tenth), {})[tenth] = number
    inside = {name: small.hidden_rows(parts) for name, parts in fifths.items()}
    open_ = frozenset(name for name, one in inside.items() if one.total)
    whole = small.hidden_rows({name: sum(parts.values()) for name, parts in fifths.items()}, open_)
    if ranked is Ranked.FIFTHS:
        return whole
    rows = (parts if name in whole.rows else inside[name].rows for name, parts in fifths.items())
    return Hidden(frozenset(tenth for part in rows for tenth in part), whole.total)
