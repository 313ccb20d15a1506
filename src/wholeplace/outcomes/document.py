"""The document of outcomes of a place: its measures, and the framework that they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from wholeplace.document import Cited, Frozen
from wholeplace.outcomes.framework import Framework
from wholeplace.outcomes.targets import Reading


class UsedMeasure(Frozen):
    """A measure that the place uses, and the class it is in."""

    measure: str
    class_: Literal["pay for performance", "local quality", "national standard"] = Field(
        alias="class"
    )
    source: Cited


class PublishedFile(Frozen):
    """A file of values that others publish, beside the document, and the code of the place in it.

    The file is a CSV of one's own, or an export of the English public-health statistics
    (Fingertips). Of areas it may have the place itself, and its practices and neighbourhoods.
    """

    file: str = Field(pattern=r"^[\w][\w .-]*(/[\w][\w .-]*)*\.csv$")
    area: str = Field(min_length=1)
    source: Cited


class Outcomes(Frozen):
    """The outcomes document of a place.

    ``measures`` are counted by every run, ``watched`` are on the scorecard beside them and those of
    the ``framework``, which says what outcomes are for and how they are rewarded. ``published`` are
    the files with values of measures that nobody can count from records, such as those of surveys.
    ``reading`` says how a history becomes what to expect if nothing changes.
    """

    outcomes: str
    measures: tuple[UsedMeasure, ...]
    watched: tuple[UsedMeasure, ...] = ()
    published: tuple[PublishedFile, ...] = ()
    reading: Reading | None = None
    framework: Framework | None = None

    def classes(self) -> Mapping[str, str]:
        """Return the class of every measure, those of the framework first."""
        stated = self.framework.outcomes if self.framework else ()
        used = {one.measure: one.class_ for one in (*self.measures, *self.watched)}
        first = {one.measure: one.class_ for one in stated}
        return first | {name: class_ for name, class_ in used.items() if name not in first}
