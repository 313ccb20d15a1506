"""What a plan says, as people say it: days in words, NHS numbers in three parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wholeplace.care.plans.content import Said

_DAYS = {"Date of birth", "Date", "By when", "When", "Planned review date"}


def spoken(said: Mapping[str, Any]) -> Said:
    """Return what a plan says with its days and numbers as people say them."""
    return {name: _spoken(name, value) for name, value in said.items()}


def day_in_words(text: str) -> str:
    """Return a day as it is written: 8 December 2016."""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def _spoken(heading: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON has
    if isinstance(value, Mapping):
        return spoken(value)
    if isinstance(value, list):
        return [_spoken(heading, one) for one in value]
    if heading in _DAYS:
        return day_in_words(value)
    if heading == "NHS number":
        return f"{value[:3]} {value[3:6]} {value[6:]}"
    return value
