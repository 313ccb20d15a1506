"""What the documents of flows and parts are written with: parts, sums, and every dated value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

from wholeplace.document import Amount, Frozen, Share, Timeline, Wrong

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
Path: TypeAlias = tuple[str | int, ...]
SHADOW, LIVE = "shadow", "live"


def _some_part(shares: Timeline[Share]) -> Timeline[Share]:
    for i, entry in enumerate(shares.root):
        if not 0 <= entry.value <= 1:
            raise Wrong("a part lies from 0% to 100%", "correct it", (i, "value"))
    return shares


def _no_negative_amount(values: Timeline[Amount]) -> Timeline[Amount]:
    _none_below_nought([entry.value.pence for entry in values.root])
    return values


def _no_negative_price(values: Timeline[Share]) -> Timeline[Share]:
    _none_below_nought([entry.value for entry in values.root])
    return values


def _none_below_nought(sizes: Sequence[Fraction | int]) -> None:
    for i, size in enumerate(sizes):
        if size < 0:
            raise Wrong("it is below nought", "turn the flow round, or correct it", (i, "value"))


Part = Annotated[Timeline[Share], AfterValidator(_some_part)]
Sum = Annotated[Timeline[Amount], AfterValidator(_no_negative_amount)]
Price = Annotated[Timeline[Share], AfterValidator(_no_negative_price)]


def timelines(found: object, path: Path = ()) -> Iterator[tuple[Path, Timeline[object]]]:
    """Yield every dated value of a document with its path, to see which begin within a year."""
    if isinstance(found, Timeline):
        yield path, found
    elif isinstance(found, Frozen):
        for name in type(found).model_fields:
            yield from timelines(getattr(found, name), (*path, name))
    elif isinstance(found, dict):
        for name, value in found.items():
            yield from timelines(value, (*path, name))
    elif isinstance(found, tuple):
        for i, value in enumerate(found):
            yield from timelines(value, (*path, i))
