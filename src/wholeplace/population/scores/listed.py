"""A score with the codes of its groups or of its lists, ready to be worked out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from wholeplace.population.scores.code_score import Score
from wholeplace.population.scores.codes import Prefixes, groups_of
from wholeplace.population.scores.systems import SYSTEMS

_BITS = 62
"""Groups in one whole number: an integer of the engine has 63 bits beside its sign."""

Codes = Mapping[str, frozenset[str]]
"""The codes of a list, as the list writes them, and the categories that each is in."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A score and the groups of its codes; ``since`` is the first day of its look-back, if any.

    A score with signs has the codes of its ``lists`` instead, without those ``lacking`` (lists
    and inputs that nobody brought), and the day ``on`` which it is asked, where one is said.
    """

    score: Score
    prefixes: Prefixes
    since: date | None = None
    lists: Mapping[str, Codes] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()
    on: date | None = None

    @property
    def places(self) -> dict[str, tuple[int, int]]:
        """Where the bit of each group stands: which number, and which place in it."""
        return _places(tuple(self.score.groups))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a person's bits."""
        return _columns(self.score.score, len(self.score.groups))

    @property
    def code_places(self) -> dict[str, tuple[int, int]]:
        """Where the bit of what a code tells stands: of each group, or of each sign of a list."""
        return _places(_told(self.score)) if self.score.signs else self.places

    @property
    def code_columns(self) -> tuple[str, ...]:
        """The columns of a code's bits."""
        count = len(_told(self.score) if self.score.signs else self.score.groups)
        return _columns(self.score.score, count)

    def told_by(self, code: str) -> tuple[str, ...]:
        """Return the groups that a code belongs to, or the signs that ask for it."""
        if not self.score.signs:
            return groups_of(code, self.prefixes)
        return tuple(name for name in _told(self.score) if self._asks(name, code))

    def _asks(self, sign: str, code: str) -> bool:
        asked = self.score.signs[sign]
        name = asked.list_ or ""
        found = _categories(code, self.lists.get(name, {}), self.score.system_of(name))
        return found is not None and (asked.category is None or asked.category in found)


def _told(score: Score) -> tuple[str, ...]:
    return tuple(name for name, sign in score.signs.items() if sign.list_ is not None)


def _places(names: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    return {name: divmod(i, _BITS) for i, name in enumerate(names)}


def _columns(score: str, count: int) -> tuple[str, ...]:
    return tuple(f"{score}#{number}" for number in range(count // _BITS + 1))


def _categories(code: str, listed: Codes, system: str) -> frozenset[str] | None:
    """Return the categories of a code, of any listed code that stands for it; else nothing."""
    rule = SYSTEMS[system]
    if not rule.is_code(code):
        return None
    clean = rule.clean(code)
    if not rule.by_prefix:
        return listed.get(clean)
    found = [listed[clean[:end]] for end in range(1, len(clean) + 1) if clean[:end] in listed]
    return frozenset().union(*found) if found else None
