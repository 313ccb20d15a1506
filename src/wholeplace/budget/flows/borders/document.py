"""Whose people are whose, and who pays for what: the section ``borders`` of ``budget.yaml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from wholeplace.budget.flows.fields import Word
from wholeplace.document import Cited, Frozen, Timeline, Wrong, known

REGISTRATION, RESIDENCE = "registration", "residence"
OTHERS = "others"
"""Whose people those are whose list or area is known, and no payer of the budget claims."""
NOT_KNOWN = "none"
"""The list or area of people where it is not known: nobody is left out of a sum over all."""


def _rule(written: object) -> object:
    return known(str(written), [REGISTRATION, RESIDENCE], "rule")


Rule = Annotated[Literal["registration", "residence"], BeforeValidator(_rule)]


class Border(Frozen):
    """Whose people a commissioner's are.

    ``registered_with`` are codes of practices, or of organisations above them; ``resident_in`` are
    codes of authorities or small areas.
    """

    registered_with: tuple[str, ...] = ()
    resident_in: tuple[str, ...] = ()
    source: Cited

    @model_validator(mode="after")
    def _is_drawn(self) -> Self:
        if not (self.registered_with or self.resident_in):
            what = "nobody is its people: no practice and no area is named"
            raise Wrong(what, "write registered_with, resident_in, or both")
        return self


class PaidBy(Frozen):
    """By which rule lines are paid for; the one that names none is for all that no other names."""

    lines: tuple[Word, ...] = ()
    by: Timeline[Rule]


class Borders(Frozen):
    """Borders that need not run together: of lists, of areas, and who pays for which line."""

    payers: dict[Word, Border] = Field(min_length=1)
    paid_by: tuple[PaidBy, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _claim_each_code_once(self) -> Self:
        for field in ("registered_with", "resident_in"):
            _check_claims({who: getattr(one, field) for who, one in self.payers.items()}, field)
        _check_lines([one.lines for one in self.paid_by])
        for taken in (OTHERS, NOT_KNOWN):
            if taken in self.payers:
                what = f"'{taken}' is the name of people whom no payer claims"
                raise Wrong(what, "rename it", ("payers", taken))
        return self

    def payer_of(self, code: str, *, by: str) -> str | None:
        """Return whose people those of a list or an area are, if any of the payers claims it."""
        field = "registered_with" if by == REGISTRATION else "resident_in"
        return next((who for who, one in self.payers.items() if code in getattr(one, field)), None)

    def codes(self, *, by: str) -> tuple[str, ...]:
        """Return all codes that are claimed by registration, or by residence."""
        field = "registered_with" if by == REGISTRATION else "resident_in"
        return tuple(code for one in self.payers.values() for code in getattr(one, field))

    def rule_of(self, line: str) -> tuple[int, PaidBy] | None:
        """Return by what rule a line is paid for, and its place."""
        rest = None
        for i, one in enumerate(self.paid_by):
            if line in one.lines:
                return i, one
            if not one.lines:
                rest = i, one
        return rest


def _check_claims(claims: Mapping[str, Sequence[str]], field: str) -> None:
    seen: dict[str, str] = {}
    for who, codes in claims.items():
        for i, code in enumerate(codes):
            if code in seen:
                what = f"'{code}' belongs to '{seen[code]}' already"
                raise Wrong(what, "its people would count twice", ("payers", who, field, i))
            seen[code] = who


def _check_lines(groups: Sequence[Sequence[str]]) -> None:
    seen: set[str] = set()
    for i, lines in enumerate(groups):
        for line in lines or ("",):
            if line in seen:
                said = f"the line '{line}' has" if line else "the rest of the lines have"
                raise Wrong(f"{said} a rule already", "write one rule for each", ("paid_by", i))
            seen.add(line)
