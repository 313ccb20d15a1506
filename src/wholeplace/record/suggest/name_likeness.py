"""How alike two names of columns are, by their words: rare ones count for more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from math import log

from wholeplace.record.suggest.column_names import ColumnNames, words
from wholeplace.record.tables.all_tables import TABLES

_NEARLY_THE_SAME = 0.84
_OF_WORDS = 0.85
"""The weight of the words in a likeness; the rest is of the letters in order."""

_WORTH_A_LOOK = 0.3
_OTHER_TABLE = 0.97
_ONLY_LIKE = 0.98


@dataclass(frozen=True)
class Likeness:
    """Compares names; ``weights`` say how much each word tells, ``rarest`` that of a new word."""

    names: ColumnNames
    vocabulary: frozenset[str]
    weights: dict[str, float]
    rarest: float
    divided: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    known: dict[tuple[str, str], tuple[tuple[str, str, bool], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """What was worked out before: the names of a file are compared thousands of times."""

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of a name in full."""
        if name not in self.divided:
            self.divided[name] = words(name, self.names, self.vocabulary)
        return self.divided[name]

    def known_as(self, table: str, column: str) -> tuple[tuple[str, str, bool], ...]:
        """Return the names of a canonical column (see ``ColumnNames.known_as``)."""
        if (table, column) not in self.known:
            self.known[table, column] = self.names.known_as(table, column)
        return self.known[table, column]

    def between(self, one: str, other: str) -> float:
        """Return how alike two names are, from 0 to 1; 1 only where they are the same."""
        if _plain(one) == _plain(other):
            return 1.0
        a, b = self.words(one), self.words(other)
        if not {word[0] for word in a} & {word[0] for word in b}:
            return 0.0
        shared = self._shared(a, b)
        if shared < _WORTH_A_LOOK:
            return shared * _OF_WORDS
        letters = SequenceMatcher(None, " ".join(a), " ".join(b), autojunk=False).ratio()
        return _ONLY_LIKE * (_OF_WORDS * shared + (1 - _OF_WORDS) * letters)

    def _shared(self, a: tuple[str, ...], b: tuple[str, ...]) -> float:
        whole = sum(map(self._weight, a)) + sum(map(self._weight, b))
        left, common = list(b), 0.0
        for word in a:
            match = max(left, key=lambda other: _alike(word, other), default=None)
            if match is not None and (alike := _alike(word, match)) >= _NEARLY_THE_SAME:
                left.remove(match)
                common += alike * (self._weight(word) + self._weight(match))
        return common / whole if whole else 0.0

    def _weight(self, word: str) -> float:
        return self.weights.get(word, self.rarest)


def likeness(names: ColumnNames) -> Likeness:
    """Return what compares names, having learnt from all known ones how common each word is."""
    vocabulary = names.vocabulary()
    known = {
        name
        for tables in names.sources.values()
        for columns in tables.values()
        for several in columns.values()
        for name in several
    } | {column.name for table in TABLES for column in table.columns}
    counts = Counter(word for name in known for word in words(name, names, vocabulary))
    weights = {word: log(1 + len(known) / times) for word, times in counts.items()}
    return Likeness(names, vocabulary, weights, max(weights.values(), default=1.0))


def best_name(like: Likeness, name: str, table: str, column: str) -> tuple[float, str]:
    """Return how well a name fits a canonical column, and the reason in a few words."""
    best = (like.between(name, column), f"like {column}")
    if best[0] == 1.0:
        return best
    for known, source, in_table in like.known_as(table, column):
        score = like.between(name, known) * (1.0 if in_table else _OTHER_TABLE)
        if score > best[0]:
            same = _plain(name) == _plain(known)
            best = (score, f"so called in {source}" if same else f"like {known} in {source}")
    return best


@lru_cache(maxsize=20_000)
def _plain(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


@lru_cache(maxsize=100_000)
def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if one[0] != other[0]:
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
