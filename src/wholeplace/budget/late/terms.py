"""How late cost is foreseen, as it is written: for how long it comes, and what comes after that."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator

from wholeplace.document import Frozen, Number, Timeline, Wrong

Months: TypeAlias = Annotated[int, Field(ge=1, le=120)]


class RunOff(Frozen):
    """For how many ``months`` after its own the cost of a month comes, and the ``tail``.

    The tail is what all of it will be for what is known after those months: 1 where no more comes.
    """

    months: Timeline[Months]
    tail: Timeline[Number]

    @model_validator(mode="after")
    def _above_nought(self) -> Self:
        for i, entry in enumerate(self.tail.root):
            if entry.value <= 0:
                what = "a tail must be above nought"
                raise Wrong(what, "write 1 where nothing more comes", ("tail", i, "value"))
        return self
