"""Make a workspace from a place folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wholeplace.app.documents import read_file
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.place import Place
from wholeplace.store.clock import new_key
from wholeplace.store.identity import FOLDER, KEYS, has_keys, make_keys
from wholeplace.store.shipped import find_folder
from wholeplace.store.workspace import PLACE, Workspace, make_workspace


@dataclass(frozen=True, slots=True)
class Made:
    """A new workspace."""

    root: Path
    title: str
    files: list[str]


def init_workspace(
    root: Path, place: str, *, key: bytes | None = None, invented: bool = False
) -> Made:
    """Copy a place (a shipped name, or the path of a place folder) into a new folder.

    The place document is read first: a place that cannot be read makes no workspace. ``key`` is
    the secret of its pseudonyms; without one it is made by chance, as it must be for real people.
    ``invented`` keeps these out of a workspace whose key can be made by anybody.
    """
    folder = find_folder(place, "places", PLACE)
    title = read_file(folder / PLACE, Place).value.title
    _refuse_another_key(root, folder)
    made = make_workspace(root, folder)
    files = sorted(entry.name for entry in made.root.iterdir())
    make_keys(made, key or new_key(), invented=invented)
    return Made(made.root, title, files)


def _refuse_another_key(root: Path, folder: Path) -> None:
    if (folder / FOLDER / KEYS).is_file():
        what = "this is a workspace with a secret key of its own, not the folder of a place"
        remedy = "copy its documents (*.yaml) to a folder, and name that"
        raise Refused([Problem(Where(str(folder)), what, remedy)])
    # A workspace that is here already is told of as a folder that is not empty.
    if not (root / PLACE).is_file() and has_keys(Workspace(root)):
        what = "the identity folder named by WHOLEPLACE_IDENTITY has the key of another workspace"
        raise Refused([Problem(Where(str(root)), what, "name a folder for this workspace alone")])
