"""Make a workspace from a place folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholeplace.app.documents import read_file
from wholeplace.place import Place
from wholeplace.store.shipped import find_folder
from wholeplace.store.workspace import PLACE, make_workspace


@dataclass(frozen=True, slots=True)
class Made:
    """A new workspace."""

    root: Path
    title: str
    files: list[str]


def init_workspace(root: Path, place: str) -> Made:
    """Copy a place (a shipped name, or the path of a place folder) into a new folder.

    The place document is read first: a place that cannot be read makes no workspace.
    """
    folder = find_folder(place, "places", PLACE)
    title = read_file(folder / PLACE, Place).value.title
    made = make_workspace(root, folder)
    return Made(made.root, title, sorted(entry.name for entry in made.root.iterdir()))
