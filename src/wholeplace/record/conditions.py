"""Conditions on the columns of a row, and ordered rules: the first that fits takes the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self, TypeAlias

import ibis
from ibis import ir
from pydantic import model_validator

from wholeplace.document import Frozen, Wrong, known


class Condition(Frozen):
    """What one column must be: one of some texts, or a number from ``at_least`` to ``below``.

    ``none_of`` asks for a text that is none of some; what is missing never fits.
    A column that says yes or no is asked with ``true`` or ``false``.
    """

    one_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    at_least: int | None = None
    below: int | None = None

    @model_validator(mode="before")
    @classmethod
    def _list_alone(cls, value: object) -> object:
        listed = [value] if isinstance(value, bool) else value
        if not isinstance(listed, list):
            return value
        return {"one_of": [_word(item) for item in listed]}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        limits = self.at_least is not None or self.below is not None
        if sum((limits, self.one_of is not None, self.none_of is not None)) != 1:
            raise Wrong(
                "a condition needs a list, or at_least and below", "write [A, B] or {at_least: 65}"
            )
        is_empty_range = (
            self.at_least is not None and self.below is not None and self.below <= self.at_least
        )
        if self.one_of == () or self.none_of == () or is_empty_range:
            raise Wrong("nothing can ever meet this condition", "correct it, or leave the rule out")
        return self


def _word(item: object) -> object:
    return str(item).lower() if isinstance(item, bool) else item


Conditions: TypeAlias = dict[str, Condition]
"""All of them must hold; none at all always holds."""


def check_columns(conditions: Conditions, columns: Sequence[str], kind: str) -> None:
    """Raise ``Wrong`` where a condition names a column that there is not."""
    for name in conditions:
        known(name, columns, kind)


def check_last_takes_all(rules: Sequence[Conditions], kind: str) -> None:
    """Raise ``Wrong`` unless the last rule, and only that, takes whatever is left."""
    if not rules or rules[-1]:
        raise Wrong(
            f"the last {kind} must take all that is left", "end the list with one without 'when'"
        )
    for i, conditions in enumerate(rules[:-1]):
        if not conditions:
            raise Wrong(
                f"no {kind} after this one can ever be reached",
                "give it a 'when', or move it last",
                (i,),
            )


def fits(row: ir.Table, conditions: Conditions) -> ir.BooleanValue:
    """Return whether every condition holds for each row; a missing value never fits."""
    found = [_holds(row[name], condition) for name, condition in conditions.items()]
    return ibis.and_(*found)


def _holds(value: ir.Value, condition: Condition) -> ir.BooleanValue:
    if condition.one_of is not None:
        return value.cast("string").fill_null("").isin(condition.one_of)
    if condition.none_of is not None:
        return value.cast("string").notin(condition.none_of).fill_null(False)  # noqa: FBT003 - ibis
    above = value >= (condition.at_least if condition.at_least is not None else value)
    below = value < (condition.below if condition.below is not None else value + 1)
    return (above & below).fill_null(False)  # noqa: FBT003 - ibis knows no keyword for it


def first_rule(row: ir.Table, rules: Sequence[tuple[str, Conditions]]) -> ir.StringValue:
    """Return each row's first rule that fits, by id; the last rule takes what is left."""
    *earlier, (last, _) = rules
    branches = [(fits(row, conditions), ibis.literal(name)) for name, conditions in earlier]
    rest = ibis.literal(last)
    return ibis.cases(*branches, else_=rest) if branches else rest
