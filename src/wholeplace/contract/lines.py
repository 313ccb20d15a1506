"""Read the formulas of the lines in their order, each over what stands above it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from wholeplace.contract.agreement import Line
from wholeplace.contract.formula import (
    Basic,
    Choice,
    Kind,
    Mistake,
    Node,
    Scope,
    check_formula,
    fits,
    names_in,
    read_formula,
)
from wholeplace.contract.model import LineTerm, Terms
from wholeplace.document import Document
from wholeplace.kernel import Problem, Where


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its text, so that a mistake can be placed at its very character."""

    document: Document[Terms]
    text: Sequence[str]

    def where(self, path: tuple[str, ...], formula: str, at: int) -> Where:
        """Return the place of character ``at`` of the formula written at ``path``."""
        where = self.document.where(*path)
        row, column = where.line or 1, where.column or 1
        written = self.text[row - 1] if row <= len(self.text) else ""
        # A formula folded over several lines is not found on this one: its key has to do.
        start = written.find(formula, column + len(path[-1]))
        return where if start < 0 else replace(where, column=start + at + 1)

    def problem(self, path: tuple[str, ...], formula: str, mistake: Mistake) -> Problem:
        """Return a mistake in a formula as a problem in its place."""
        where = self.where(path, formula, mistake.at)
        clause = self.document.value.lines[path[1]].source
        cited = f"; clause: {_short(clause)}" if clause else ""
        return Problem(where, f"{mistake.what} (in '{_short(formula)}'{cited})", mistake.remedy)


def _short(formula: str) -> str:
    return shorten(formula, width=60, placeholder=" ...")


def read_lines(
    page: Page, kinds: Mapping[str, Kind | None]
) -> tuple[tuple[Line, ...], list[Problem]]:
    """Return the lines that could be read, in order, and everything wrong in all of them.

    ``kinds`` holds the figures and parameters; ``None`` where one is itself wrong.
    """
    trees, problems = _trees(page)
    rings = tuple(_rings({name: names_in(tree) for name, tree in trees.items()}))
    problems += [_ring_problem(page, ring) for ring in rings]
    known, lines = dict(kinds), []
    for name, term in page.document.value.lines.items():
        known[name] = None
        if name not in trees:
            continue
        scope = _scope(page, name, known, rings)
        kind, mistakes = _checked(trees[name], scope, term)
        problems += [page.problem(_path(page, name), term.formula, m) for m in mistakes]
        if kind is not None:
            known[name] = kind
            lines.append(Line(name, term.formula, trees[name], kind, term.label, term.source))
    return tuple(lines), problems


def _scope(
    page: Page, name: str, known: Mapping[str, Kind | None], rings: Sequence[tuple[str, ...]]
) -> Scope:
    order = list(page.document.value.lines)
    # A ring is reported once, whole; to say of each of its lines that it comes too late is noise.
    in_ring = {mate for ring in rings if name in ring for mate in ring}
    later = [other for other in order[order.index(name) :] if other not in in_ring]
    unusable = {other: _later(page, name, other) for other in later}
    currency = page.document.value.currency
    return Scope(currency, {**known, **dict.fromkeys(in_ring)}, unusable)


def _later(page: Page, name: str, other: str) -> tuple[str, str]:
    line = page.document.where("lines", other).line
    what = f"'{other}' is defined later, on line {line}"
    return what, f"move '{other}' up, above '{name}'"


def _rings(uses: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, ...]]:
    reported: set[str] = set()
    for name in uses:
        ring = _way_back(name, uses)
        if ring and not reported & set(ring):
            reported |= set(ring)
            yield ring


def _way_back(name: str, uses: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the shortest way from a line to itself, or ``()``."""
    seen: set[str] = set()
    ways: deque[tuple[str, ...]] = deque([(name,)])
    while ways:
        way = ways.popleft()
        for used in uses.get(way[-1], ()):
            if used == name:
                return (*way, name)
            if used not in seen:
                seen.add(used)
                ways.append((*way, used))
    return ()


def _ring_problem(page: Page, ring: tuple[str, ...]) -> Problem:
    what = f"the lines go round in a ring: {' -> '.join(ring)}"
    return page.document.problem(("lines", ring[0]), what, "break the ring at one of them")


def _path(page: Page, name: str) -> tuple[str, ...]:
    is_long = ("lines", name, "is") in page.document.source.positions
    return ("lines", name, "is") if is_long else ("lines", name)


def _trees(page: Page) -> tuple[dict[str, Node], list[Problem]]:
    trees: dict[str, Node] = {}
    problems = []
    for name, term in page.document.value.lines.items():
        try:
            trees[name] = read_formula(term.formula)
        except Mistake as mistake:
            problems.append(page.problem(_path(page, name), term.formula, mistake))
    return trees, problems


def _checked(tree: Node, scope: Scope, term: LineTerm) -> tuple[Kind | None, tuple[Mistake, ...]]:
    kind, mistakes = check_formula(tree, scope)
    if kind is None:
        return None, mistakes
    if term.unit == "choice" and isinstance(kind, Choice):
        return kind, mistakes
    if term.unit is not None and term.unit != "choice" and fits(kind, Basic(term.unit)):
        return Basic(term.unit), mistakes
    if term.unit is not None:
        what = f"the line gives {kind}, but its unit is declared as {term.unit}"
        return None, (*mistakes, Mistake(what, "correct the formula or the unit", 0))
    if not isinstance(kind, Basic | Choice):
        what = f"the line gives {kind}, which is not a value"
        return None, (*mistakes, Mistake(what, "give a number, a yes/no or a choice", 0))
    return Basic.COUNT if kind in {Basic.NUMBER, Basic.ZERO} else kind, mistakes
