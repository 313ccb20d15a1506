"""Where a part of a budget document stands in the text that it was read from."""

from __future__ import annotations

from typing import Protocol

from wholeplace.kernel import Where


class Placed(Protocol):
    """Says where a path beneath a section stands in the text."""

    def __call__(self, *path: str | int) -> Where:
        """Return file, line and column."""
        ...


def unread(section: str) -> Placed:
    """Return paths of a section as places, for terms that were read from no text."""

    def where(*path: str | int) -> Where:
        return Where(section, path=".".join(map(str, path)))

    return where
