"""The document of a score: its groups with points, and the codes that belong to each group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import model_validator

from wholeplace.document import Cited, Frozen, Wrong, known


class Group(Frozen):
    """One group of conditions. It gives no points to people who are also in ``unless``."""

    name: str
    points: int
    unless: str | None = None


class Score(Frozen):
    """A weighted sum over groups of conditions; ``map`` names the file of its codes."""

    score: str
    version: str
    about: str
    map: str
    source: Cited
    groups: dict[str, Group]

    @model_validator(mode="after")
    def _knows_its_groups(self) -> Self:
        for name, group in self.groups.items():
            if group.unless is not None:
                try:
                    known(group.unless, list(self.groups), "group")
                except Wrong as wrong:
                    raise Wrong(wrong.what, wrong.remedy, ("groups", name, "unless")) from None
        return self


def clean_icd10(code: str) -> str:
    """Return an ICD-10 code as lists write it: capitals, no dot, no ``X`` filling the fourth place.

    >>> clean_icd10("i25.2"), clean_icd10("A01X")
    ('I252', 'A01')
    """
    bare = re.sub(r"[^A-Z0-9]", "", code.upper())
    return bare[:3] if re.fullmatch(r"[A-Z]\d{2}X.*", bare) else bare


def groups_of(code: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the group of a code: that of its longest listed prefix, or ``None``."""
    clean = clean_icd10(code)
    found = (prefixes.get(clean[:length]) for length in range(len(clean), 2, -1))
    return next((group for group in found if group), None)


def resolved(codes: Iterable[str], prefixes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (code as written, group) for each distinct code that belongs to a group.

    A place has a few thousand distinct codes but millions of rows: codes are matched by prefix
    here, once each, and the rows are then joined on equality.
    """
    pairs = ((code, groups_of(code, prefixes)) for code in sorted(set(codes)))
    return [(code, group) for code, group in pairs if group]
