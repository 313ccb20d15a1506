"""ARCHITECTURE.md's table of floors is true: of the folders, and of what import-linter proves.

The table has one row for each room, highest floor first; a room to come says "not built yet":

    | floor | room | what lives there |
    |---|---|---|
    | 9 | `cli` | click commands |
    | 9 | `web` | not built yet: sign-in and the results pages |
"""

from __future__ import annotations

import re
import tomllib
from typing import Any, NamedTuple

import pytest

from tests.architecture.code import ROOT, rooms

TO_COME = "not built yet"
TOUCHES_THE_WORLD = {"store", "app", "care", "cli", "web"}
HEADING = re.compile(r"\|\s*floor\s*\|\s*room\s*\|\s*what lives there\s*\|")


class Room(NamedTuple):
    """A row of the table."""

    floor: float
    name: str
    built: bool


def read_table(text: str) -> list[Room]:
    """Return the rooms of the table headed floor, room, what lives there."""
    lines = iter(text.splitlines())
    if not any(HEADING.match(line) for line in lines):
        return []
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        floor, name, what = (cell.strip() for cell in line.strip("| ").split("|", 2))
        found.append(Room(float(floor), name.strip("`/ "), TO_COME not in what.lower()))
    return found


@pytest.fixture(scope="module")
def table() -> list[Room]:
    return read_table((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict[str, Any]]:
    """What import-linter proves, by name."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {contract["name"]: contract for contract in config["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def proved(contracts: dict[str, dict[str, Any]]) -> list[list[str]]:
    """The floors that import-linter proves, highest first; a room in brackets is to come."""
    (layers,) = (found["layers"] for found in contracts.values() if found["type"] == "layers")
    return [[name.strip() for name in layer.split("|")] for layer in layers]


def test_every_room_is_on_the_map_and_every_room_on_the_map_is_built(table: list[Room]) -> None:
    assert sorted(room.name for room in table if room.built) == rooms()


def test_no_room_stands_twice_on_the_map(table: list[Room]) -> None:
    names = [room.name for room in table]
    assert sorted(names) == sorted(set(names))


def test_the_floors_of_the_map_are_the_floors_that_are_proved(
    table: list[Room], proved: list[list[str]]
) -> None:
    floors = sorted({room.floor for room in table}, reverse=True)
    drawn = [{room.name for room in table if room.floor == floor} for floor in floors]
    assert drawn == [{name.strip("()") for name in layer} for layer in proved]


def test_the_rooms_to_come_are_those_in_brackets(
    table: list[Room], proved: list[list[str]]
) -> None:
    brackets = {name.strip("()") for layer in proved for name in layer if name.startswith("(")}
    assert {room.name for room in table if not room.built} == brackets


def test_every_room_that_calculates_is_proved_to_touch_nothing(
    contracts: dict[str, dict[str, Any]],
) -> None:
    (sources,) = (
        found["source_modules"] for name, found in contracts.items() if "calculating" in name
    )
    calculating = set(rooms()) - TOUCHES_THE_WORLD
    assert {source.removeprefix("wholeplace.") for source in sources} == calculating


def test_every_room_above_the_store_asks_it_for_the_database(
    contracts: dict[str, dict[str, Any]],
) -> None:
    (sources,) = (found["source_modules"] for name, found in contracts.items() if "DuckDB" in name)
    above = set(rooms()) & (TOUCHES_THE_WORLD - {"store"})
    assert {source.removeprefix("wholeplace.") for source in sources} == above


def test_the_table_is_read_as_it_is_written() -> None:
    text = (
        "# Map\n\n| floor | room | what lives there |\n|---|---|---|\n"
        "| 9 | `cli/` | commands |\n| 9 | `web/` | Not built yet: pages |\n"
        "| 0.5 | `document` | YAML \\| JSON |\n\nAfter | the | table\n"
    )
    assert read_table(text) == [
        Room(9, "cli", built=True),
        Room(9, "web", built=False),
        Room(0.5, "document", built=True),
    ]
