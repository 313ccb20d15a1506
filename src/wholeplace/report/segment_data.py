"""Who is in which segment, as it may be shown: what is small is hidden, and what would tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from wholeplace.population import SegmentRules
from wholeplace.population.movement import DIED, JOINED, LEFT, Movement
from wholeplace.population.variance import SegmentCosts
from wholeplace.population.variance_limits import Estimate
from wholeplace.privacy import MARK
from wholeplace.privacy.small_numbers import SmallNumbers

BEFORE, AFTER = 0, 1
_NAMES = {JOINED: "Joined since", LEFT: "Left", DIED: "Died"}


@dataclass(frozen=True, slots=True)
class Segmented:
    """The people of a register in the segments of a rule set; nothing of it is hidden yet.

    ``rows`` are in the order of the rules, empty ones too. Costs and days are those from
    ``starts`` to the day before ``ends``, of the people on the register ``on`` a day.
    ``explained`` is the share of the variance of cost that the rule set explains.
    """

    rules: SegmentRules
    on: date
    starts: date
    ends: date
    currency: str
    rows: tuple[SegmentCosts, ...]
    explained: Estimate | None
    movement: Movement | None
    small: SmallNumbers
    warnings: tuple[str, ...] = ()

    def name(self, segment: str) -> str:
        """Return what a segment, or what stands in its place, is called."""
        named = _NAMES | {rule.id: rule.name for rule in self.rules.rules}
        return named[segment]


@dataclass(frozen=True, slots=True)
class HiddenMoves:
    """Which moves may not be shown, and which sums, as ``(BEFORE, segment)`` or ``AFTER``."""

    cells: frozenset[tuple[str, str]]
    sums: frozenset[tuple[int, str]]


def hidden_moves(movement: Movement, small: SmallNumbers) -> HiddenMoves:
    """Return what to hide of a table of moves that is shown with the sums of both sides.

    Rows, columns and sums are gone over by turns until nothing that is hidden can be found from
    what is shown in one of them.
    """
    cells: frozenset[tuple[str, str]] = frozenset()
    sums: frozenset[tuple[int, str]] = frozenset()
    while True:
        more, more_sums = _once(movement, small, cells, sums)
        if (more, more_sums) == (cells, sums):
            return HiddenMoves(cells, sums)
        cells, sums = more, more_sums


def _once(
    movement: Movement,
    small: SmallNumbers,
    cells: frozenset[tuple[str, str]],
    sums: frozenset[tuple[int, str]],
) -> tuple[frozenset[tuple[str, str]], frozenset[tuple[int, str]]]:
    found, found_sums = set(cells), set(sums)
    for side, whole in ((BEFORE, movement.before()), (AFTER, movement.after())):
        for name in whole:
            line = {pair: n for pair, n in movement.people.items() if pair[side] == name}
            counts = {pair[1 - side]: n for pair, n in line.items()}
            also = frozenset(pair[1 - side] for pair in line if pair in found)
            hidden = small.hidden_rows(counts, also)
            found |= {pair for pair in line if pair[1 - side] in hidden.rows}
            if hidden.total:
                found_sums.add((side, name))
            if (side, name) in found_sums and not found & line.keys():
                # Moves that are all shown would add up to the sum that is not.
                found.add(min(line, key=lambda pair: (line[pair], pair)))
        kept = frozenset(name for at, name in found_sums if at == side)
        register = {name: n for name, n in whole.items() if name not in _NAMES}
        hidden_names = small.hidden_rows(register, kept).rows
        # Those who came or went stand in no table with a total.
        hidden_names |= {name for name in _NAMES if small.is_small(whole.get(name, 0))}
        found_sums |= {(side, name) for name in hidden_names}
    return frozenset(found), frozenset(found_sums)


def shown_people(data: Segmented) -> Mapping[str, str]:
    """Return how many people each segment has, or the mark, by its id; ``""`` is for all."""
    counts = {row.segment: row.people for row in data.rows}
    hidden = data.small.hidden_rows(counts, _hidden_in_moves(data))
    shown = {name: MARK if name in hidden.rows else _said(data, n) for name, n in counts.items()}
    return shown | {"": MARK if hidden.total else _said(data, sum(counts.values()))}


def _hidden_in_moves(data: Segmented) -> frozenset[str]:
    if data.movement is None:
        return frozenset()
    side = BEFORE if data.on == data.movement.earlier else AFTER
    sums = hidden_moves(data.movement, data.small).sums
    return frozenset(name for at, name in sums if at == side)


def _said(data: Segmented, people: int) -> str:
    return str(data.small.rounded(people))


def segment_rows(data: Segmented) -> list[dict[str, str]]:
    """Return a row for each segment, as text; what may not be shown is a mark.

    ``person_years`` and both costs are over the period; they are empty where there is
    nobody, costs also where there is none at all.
    """
    people, year = shown_people(data), (data.ends - data.starts).days
    # Where nobody cost anything, no costs were loaded: that is not to have cost nothing.
    is_costed = any(row.pence for row in data.rows)
    rows = []
    for row in data.rows:
        figures = ("person_years", "spend_per_head", "spend_per_person_year")
        made = dict.fromkeys(figures, MARK if people[row.segment] == MARK else "")
        if row.people and people[row.segment] != MARK:
            made["person_years"] = f"{row.days / year:.1f}"
            if is_costed:
                made["spend_per_head"] = f"{float(row.mean()):.2f}"
            if row.days and is_costed:
                of_year = Fraction(row.pence * year, 100 * row.days)
                made["spend_per_person_year"] = f"{float(of_year):.2f}"
        told = {"segment": row.segment, "name": data.name(row.segment)}
        rows.append(told | {"people": people[row.segment]} | made)
    return rows


def movement_rows(data: Segmented) -> Iterator[dict[str, str]]:
    """Yield a row for each move that happened: ``was``, ``became`` and ``people``, as text."""
    if data.movement is None:
        return
    hidden = hidden_moves(data.movement, data.small).cells
    order = [JOINED, *(rule.id for rule in data.rules.rules), LEFT, DIED]
    moves = data.movement.people
    for was, became in sorted(moves, key=lambda move: (order.index(move[0]), order.index(move[1]))):
        pair = (was, became)
        shown = MARK if pair in hidden else _said(data, moves[pair])
        yield {"was": was, "became": became, "people": shown}
