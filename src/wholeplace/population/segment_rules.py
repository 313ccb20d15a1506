"""The document of a segment rule set: every person in exactly one segment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Self

from pydantic import Field, field_validator, model_validator

from wholeplace.document import Cited, Frozen, Wrong
from wholeplace.place import Conditions, check_last_takes_all
from wholeplace.record.conditions import Condition

FEATURES = (
    *("age", "sex", "charlson_points", "charlson_groups", "in_care_home"),
    "emergency_admissions",
)
"""What any rule may ask of a person: age in whole years, sex (1 or 2), Charlson's score and its
groups, 1 or 0, and how many emergency admissions began in the 12 months before."""


class Segment(Frozen):
    """One segment and the conditions that put a person in it: all of ``when``.

    Where there are ``any_of``, all the conditions of one of these must hold too.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    when: Conditions = Field(default_factory=dict)
    any_of: tuple[Conditions, ...] = ()
    source: Cited

    @field_validator("any_of")
    @classmethod
    def _each_says_something(cls, any_of: tuple[Conditions, ...]) -> tuple[Conditions, ...]:
        for i, way in enumerate(any_of):
            if not way:
                raise Wrong("this always holds", "give it a condition, or leave any_of out", (i,))
        return any_of

    @model_validator(mode="after")
    def _asks_a_column_once(self) -> Self:
        for i, way in enumerate(self.any_of):
            twice = sorted(way.keys() & self.when.keys())
            if twice:
                what = f"'{twice[0]}' is asked in 'when' as well"
                raise Wrong(what, "ask it in one of the two", ("any_of", i, twice[0]))
        return self

    def ways(self) -> list[Conditions]:
        """Return the conditions of each way into the segment: one, or one for each ``any_of``."""
        return [self.when | way for way in self.any_of] or [self.when]


class SegmentRules(Frozen):
    """An ordered rule set: the first segment whose conditions all hold takes the person.

    ``scores`` name documents whose points, bands and groups the rules may ask for as well: only who
    has read those can tell whether what is ``asked`` is there.
    """

    segments: str
    version: str
    about: str
    look_back_years: int = Field(ge=1, le=50)
    scores: tuple[str, ...] = ()
    rules: tuple[Segment, ...]

    @field_validator("rules")
    @classmethod
    def _total_and_exclusive(cls, rules: tuple[Segment, ...]) -> tuple[Segment, ...]:
        check_last_takes_all([rule.ways()[0] for rule in rules], "segment")
        for i, rule in enumerate(rules):
            if rule.id in [earlier.id for earlier in rules[:i]]:
                raise Wrong(f"the segment '{rule.id}' is there twice", "rename one", (i, "id"))
        return rules

    def asked(self) -> dict[str, tuple[str | int, ...]]:
        """Return every feature that rules ask for, with where it is asked first."""
        found: dict[str, tuple[str | int, ...]] = {}
        for i, rule in enumerate(self.rules):
            for name in rule.when:
                found.setdefault(name, ("rules", i, "when", name))
            for k, way in enumerate(rule.any_of):
                for name in way:
                    found.setdefault(name, ("rules", i, "any_of", k, name))
        return found


def never_reached(rules: SegmentRules) -> Iterator[tuple[Segment, Segment]]:
    """Yield each segment that nobody can be in, with the earlier one that takes all of its people.

    A segment is named where each of its ways asks at least as much as one way of one earlier
    segment. Several earlier ones that only take all of it together are not found.
    """
    for i, rule in enumerate(rules.rules):
        for earlier in rules.rules[:i]:
            if all(any(_takes(wide, way) for wide in earlier.ways()) for way in rule.ways()):
                yield rule, earlier
                break


def _takes(wide: Conditions, way: Conditions) -> bool:
    return all(name in way and _covers(condition, way[name]) for name, condition in wide.items())


def _covers(wide: Condition, narrow: Condition) -> bool:
    """Return whether whatever meets ``narrow`` meets ``wide`` too, as far as can be told."""
    texts = set(narrow.one_of or ())
    if wide.one_of is not None:
        return narrow.one_of is not None and texts <= set(wide.one_of)
    if wide.none_of is not None:
        barred = set(wide.none_of)
        return barred <= set(narrow.none_of or ()) or (bool(texts) and not texts & barred)
    low = wide.at_least is None or (
        narrow.at_least is not None and narrow.at_least >= wide.at_least
    )
    high = wide.below is None or (narrow.below is not None and narrow.below <= wide.below)
    return low and high
