"""In what two versions of a plan differ, section by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wholeplace.care.plans.content import SECTIONS, lines_of


@dataclass(frozen=True, slots=True)
class Difference:
    """What a section says no longer, and what it says new."""

    section: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return the sections that differ; none where both say the same."""
    found = (
        _difference(name, list(lines_of(before.get(name))), list(lines_of(after.get(name))))
        for name in SECTIONS
    )
    return [one for one in found if one.gone or one.new]


def _difference(section: str, before: list[str], after: list[str]) -> Difference:
    return Difference(section, _left(before, after), _left(after, before))


def _left(lines: list[str], others: list[str]) -> tuple[str, ...]:
    """Return the lines that the others do not have, in their order; one said twice counts twice."""
    there = Counter(others)
    found = []
    for line in lines:
        there[line] -= 1
        if there[line] < 0:
            found.append(line)
    return tuple(found)
