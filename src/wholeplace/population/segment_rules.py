"""The document of a segment rule set: every person in exactly one segment."""

from __future__ import annotations

from pydantic import Field, field_validator

from wholeplace.document import Cited, Frozen, Wrong
from wholeplace.place import Conditions, check_columns, check_last_takes_all

FEATURES = ("age", "charlson_points", "charlson_groups", "in_care_home")
"""What a rule may ask of a person: age in whole years, the score, its groups, 1 or 0."""


class Segment(Frozen):
    """One segment and the conditions that put a person in it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    when: Conditions = Field(default_factory=dict)
    source: Cited


class SegmentRules(Frozen):
    """An ordered rule set: the first segment whose conditions all hold takes the person."""

    segments: str
    version: str
    about: str
    look_back_years: int = Field(ge=1, le=50)
    rules: tuple[Segment, ...]

    @field_validator("rules")
    @classmethod
    def _total_and_exclusive(cls, rules: tuple[Segment, ...]) -> tuple[Segment, ...]:
        check_last_takes_all([rule.when for rule in rules], "segment")
        for i, rule in enumerate(rules):
            check_columns(rule.when, FEATURES, "feature of a person")
            if rule.id in [earlier.id for earlier in rules[:i]]:
                raise Wrong(f"the segment '{rule.id}' is there twice", "rename one", (i, "id"))
        return rules
