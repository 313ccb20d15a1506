"""Names of cells: as the agreement calls them, where a spreadsheet lets them stand."""

from __future__ import annotations

import re

# What a spreadsheet would read as a cell (``A1``, ``R1C1``, ``AB12``), a truth, or a part of print.
_TAKEN = re.compile(
    r"[a-z]{1,4}\d+|r\d*(c\d*)?|c\d*|true|false|print_area|print_titles", re.IGNORECASE
)


class Names:
    """Gives each thing a name of its own; letters small or large make no difference there."""

    def __init__(self) -> None:
        """Start with no name given."""
        self._given: dict[str, str] = {}
        self._taken: set[str] = set()

    def give(self, key: str, wanted: str) -> str:
        """Return the name of a thing: the one that is wanted, else with ``_`` behind it."""
        if key not in self._given:
            name = wanted + "_" if _TAKEN.fullmatch(wanted) else wanted
            while name.casefold() in self._taken:
                name += "_"
            self._taken.add(name.casefold())
            self._given[key] = name
        return self._given[key]

    def of(self, key: str) -> str:
        """Return the name that was given."""
        return self._given[key]

    def find(self, key: str) -> str | None:
        """Return the name that was given, or nothing."""
        return self._given.get(key)
