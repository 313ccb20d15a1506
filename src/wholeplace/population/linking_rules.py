"""The document of linking: what is compared, what likeness is worth, and from when it is enough."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Share, Wrong, known

LEVELS: Mapping[str, tuple[str, ...]] = {
    "given_name": ("same", "short_form", "alike", "other"),
    "family_name": ("same", "alike", "other"),
    "birth_date": ("same", "swapped", "one_digit", "other"),
    "address": ("same_uprn", "same_postcode", "same_district", "other"),
    "sex": ("same", "other"),
}
"""What is compared, and how two records may agree in it, the closest first."""

MISSING = "missing"
"""How they stand to each other where either says nothing: it counts neither way."""

COLUMNS = (
    *("given_name", "given_root", "family_name", "birth_date"),
    *("sex", "postcode", "district", "uprn"),
)
"""The columns by which pairs may be chosen; ``likeness.comparable`` makes them."""


class Agreement(Frozen):
    """How often two records agree in one way: of one person, and of two strangers."""

    true_pairs: float = Field(gt=0, lt=1)
    strangers: float = Field(gt=0, lt=1)


class Training(Frozen):
    """How the numbers are learnt from the records, where at least so many are on either side."""

    at_least: int = Field(ge=100)
    pairs: int = Field(ge=1000)
    seed: int = Field(ge=0)
    by: tuple[tuple[str, ...], ...] = Field(min_length=1)


class LinkingRules(Frozen):
    """How records without an NHS number are linked to people who have one.

    A pair is linked from the probability ``link_from`` on, if it is ``lead`` bits (doublings of
    the odds) before the next best of either record; from ``review_from`` on it is shown to a
    person. ``share_known`` is how many of the records are expected to be of people known.
    """

    linking: str
    version: str
    about: str
    source: Cited
    link_from: Share
    review_from: Share
    lead: float = Field(ge=0)
    share_known: Share
    one_to_one: bool = True
    training: Training
    compared_where: tuple[tuple[str, ...], ...] = Field(min_length=1)
    never_on_its_own: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    comparisons: dict[str, dict[str, Agreement]]
    short_forms: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _thresholds_are_in_order(self) -> Self:
        if not 0 < self.review_from <= self.link_from < 1:
            what = "the shares must rise: 0 < review_from <= link_from < 100%"
            raise Wrong(what, "say for instance review_from: 60% and link_from: 99%")
        if not Fraction(0) < self.share_known <= 1:
            raise Wrong("share_known is above 0 and at most 100%", "say for instance 85%")
        return self

    @model_validator(mode="after")
    def _names_what_there_is(self) -> Self:
        for field, rows in (
            ("compared_where", self.compared_where),
            ("training", self.training.by),
        ):
            for i, columns in enumerate(rows):
                for column in columns:
                    _known(column, COLUMNS, "column", (field, i))
        for name, levels in self.never_on_its_own.items():
            _known(name, tuple(LEVELS), "comparison", ("never_on_its_own",))
            for level in levels:
                _known(level, (*LEVELS[name], MISSING), "agreement", ("never_on_its_own", name))
        return self

    @model_validator(mode="after")
    def _says_all_agreements(self) -> Self:
        for name, levels in LEVELS.items():
            told = self.comparisons.get(name, {})
            if set(told) != set(levels) or set(self.comparisons) - set(LEVELS):
                what = f"{name} needs the agreements {', '.join(levels)}, and no other"
                raise Wrong(what, "write them all, the closest first", ("comparisons",))
        return self


def _known(name: str, names: tuple[str, ...], kind: str, path: tuple[str | int, ...]) -> None:
    try:
        known(name, names, kind)
    except Wrong as wrong:
        raise Wrong(wrong.what, wrong.remedy, path) from None
