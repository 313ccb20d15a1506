"""The document of a cohort: who belongs to it, by criteria over what is known on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Self, TypeAlias

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Wrong
from wholeplace.population.cohorts.criteria import (
    Aged,
    CareHome,
    Codes,
    Counted,
    Diagnosed,
    Leaf,
    Measured,
    Medicines,
    Scored,
)

Path: TypeAlias = tuple[str | int, ...]
_LEAVES = ("activity", "diagnosed", "score", "care_home", "age", "measured", "medicines")
_BRANCHES = ("all", "any", "none")


class Who(Frozen):
    """One criterion, or several of which ``all``, ``any`` or ``none`` must hold."""

    all_: tuple[Who, ...] | None = Field(None, alias="all")
    any_: tuple[Who, ...] | None = Field(None, alias="any")
    none: tuple[Who, ...] | None = None
    activity: Counted | None = None
    diagnosed: Diagnosed | None = None
    score: Scored | None = None
    care_home: CareHome | None = None
    age: Aged | None = None
    measured: Measured | None = None
    medicines: Medicines | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            said = ", ".join((*_LEAVES, *_BRANCHES))
            raise Wrong("a criterion is one thing", f"write one of: {said}")
        if getattr(self, given[0]) == ():
            raise Wrong("the list is empty", "write at least one criterion", (given[0].strip("_"),))
        return self

    @property
    def leaf(self) -> Leaf | None:
        """The criterion, or nothing where it is made of several."""
        found = (getattr(self, name) for name in _LEAVES)
        return next((one for one in found if one is not None), None)

    @property
    def branch(self) -> tuple[str, tuple[Who, ...]]:
        """Which of ``all``, ``any`` and ``none`` must hold, and of what."""
        word = next(w for w, given in self._branches().items() if given is not None)
        return word, self._branches()[word] or ()

    def _branches(self) -> dict[str, tuple[Who, ...] | None]:
        return dict(zip(_BRANCHES, (self.all_, self.any_, self.none), strict=True))

    def leaves(self, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
        """Yield each criterion in the order written, with where it stands."""
        for name in _LEAVES:
            if (leaf := getattr(self, name)) is not None:
                yield (*path, name), leaf
        for word, some in self._branches().items():
            for i, one in enumerate(some or ()):
                yield from one.leaves((*path, word, i))


class Cohort(Frozen):
    """A group of people whom a place wants to know: who is in it on a day, and because of what.

    ``caution`` says what the records cannot tell; it stands beside every figure of the cohort.
    """

    cohort: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str
    version: str
    about: str
    source: Cited
    caution: str = ""
    who: Who

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        # Without one criterion that must be met, everybody would be in who lacks something.
        if not _asks(self.who):
            what = "'none' alone takes nearly everybody"
            raise Wrong(what, "put it beside a criterion, beneath 'all'", ("who",))
        return self

    def leaves(self) -> list[tuple[Path, Leaf]]:
        """Return each criterion in the order written, with where it stands."""
        return list(self.who.leaves(("who",)))

    def codes(self) -> Iterator[tuple[Path, Codes]]:
        """Yield what is asked of code lists, with where."""
        for path, leaf in self.leaves():
            if isinstance(leaf, Counted | Diagnosed):
                yield from (((*path, "codes", i), codes) for i, codes in enumerate(leaf.codes))

    def without_value(self, day: date) -> list[Path]:
        """Return where dated values stand that have none on a day."""
        return [
            (*path, name)
            for path, leaf in self.leaves()
            for name, timeline in leaf.timelines().items()
            if timeline.on(day) is None
        ]


def _asks(who: Who) -> bool:
    if who.leaf is not None:
        return True
    word, some = who.branch
    if word == "none":
        return False
    return (any if word == "all" else all)(map(_asks, some))


def all_leaves(cohorts: Sequence[Cohort]) -> list[Leaf]:
    """Return the criteria of several cohorts in order: their places number the columns of facts."""
    return [leaf for cohort in cohorts for _, leaf in cohort.leaves()]
