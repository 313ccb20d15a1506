"""A reader of the EBNF of the reference, and what it lets through: for tests of the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

# From a place in the pieces of a text to every place where this part of the grammar may end.
Ends: TypeAlias = Callable[[Sequence[str], int], frozenset[int]]

_TOKEN = re.compile(r"""\? [^?]* \? | "[^"]*" | '[^']*' | \w+ | [][{}()|;=]""", re.VERBOSE)


class Grammar:
    """The rules of a grammar by name; ``known`` are those that stand for one piece each."""

    def __init__(self, text: str, known: Mapping[str, Callable[[str], bool]]) -> None:
        self.tokens = _TOKEN.findall(text)
        self.quoted = {token[1:-1] for token in self.tokens if token[0] in {'"', "'"}}
        self.known = known
        self.rules: dict[str, Ends] = {}
        self.memory: dict[tuple[str, int], frozenset[int]] = {}
        while self.tokens:
            name, _ = self.tokens.pop(0), self.tokens.pop(0)
            self.rules[name] = self.either()
            self.tokens.pop(0)

    def allows(self, rule: str, pieces: Sequence[str]) -> bool:
        """Return whether a rule lets these pieces through, all of them."""
        self.memory = {}
        return len(pieces) in self.rule(rule)(pieces, 0)

    def either(self) -> Ends:
        ways = [self.row()]
        while self.tokens[0] == "|":
            self.tokens.pop(0)
            ways.append(self.row())
        return lambda pieces, i: frozenset().union(*(way(pieces, i) for way in ways))

    def row(self) -> Ends:
        parts = []
        while self.tokens[0] not in {"|", ";", "]", "}", ")"}:
            parts.append(self.part(self.tokens.pop(0)))

        def ends(pieces: Sequence[str], i: int) -> frozenset[int]:
            found = frozenset({i})
            for part in parts:
                found = frozenset(end for start in found for end in part(pieces, start))
            return found

        return ends

    def part(self, token: str) -> Ends:
        if token in {"[", "{", "("}:
            inner = self.either()
            self.tokens.pop(0)
            return {"[": _perhaps(inner), "{": _repeated(inner), "(": inner}[token]
        if token[0] == "?":
            (left_out,) = re.findall(r"""all but ["'](.)["']""", token)
            return _one(lambda piece: piece != left_out)
        if token[0] in {'"', "'"}:
            return _quoted(token[1:-1])
        return _one(self.known[token]) if token in self.known else self.rule(token)

    def rule(self, name: str) -> Ends:
        def ends(pieces: Sequence[str], i: int) -> frozenset[int]:
            if (name, i) not in self.memory:
                self.memory[name, i] = self.rules[name](pieces, i)
            return self.memory[name, i]

        return ends


def _one(fits: Callable[[str], bool]) -> Ends:
    return lambda pieces, i: frozenset({i + 1} if i < len(pieces) and fits(pieces[i]) else ())


def _quoted(text: str) -> Ends:
    def ends(pieces: Sequence[str], i: int) -> frozenset[int]:
        # A text is letters, of which a quoted piece may take several.
        if isinstance(pieces, str):
            return frozenset({i + len(text)} if pieces.startswith(text, i) else ())
        return frozenset({i + 1} if i < len(pieces) and pieces[i] == text else ())

    return ends


def _perhaps(inner: Ends) -> Ends:
    return lambda pieces, i: frozenset({i}) | inner(pieces, i)


def _repeated(inner: Ends) -> Ends:
    return lambda pieces, i: frozenset(_reached(inner, pieces, i))


def _reached(inner: Ends, pieces: Sequence[str], i: int) -> Iterator[int]:
    seen, waiting = {i}, [i]
    while waiting:
        here = waiting.pop()
        yield here
        new = inner(pieces, here) - seen
        seen |= new
        waiting += new
