"""Put folders with new pseudonyms in the place of the old ones, whenever the machine stops.

A folder under new keys waits beside the old one, under a name that ends in the fingerprint of those
keys. It counts once the file of the keys says the same, and is then moved into place; one that
waits for other keys, or was not written to its end, is what a stopped rotation left, and is
cleared away.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from wholeplace.store.workspace import Workspace

PARTS = ("data", "results")
_KEY = "[0-9a-f]" * 8


def waiting_folder(folder: Path, key_id: str) -> Path:
    """Return where a folder under new keys waits."""
    return folder.with_name(f".{folder.name}.{key_id}")


def is_under_way(workspace: Workspace) -> bool:
    """Return whether a rotation is under way in the workspace, or was stopped."""
    before = (workspace.root / f".{name}.before" for name in PARTS)
    return any(_waiting(workspace)) or any(folder.exists() for folder in before)


def finish_rotation(workspace: Workspace, key_id: str) -> None:
    """Move what waits for the keys in force into place, and clear away what waits for others."""
    for folder in (workspace.root / name for name in PARTS):
        _move(folder, waiting_folder(folder, key_id))
    for other in list(_waiting(workspace)):
        shutil.rmtree(other)


def _waiting(workspace: Workspace) -> Iterator[Path]:
    """Yield the folders under other keys than those in force: whole ones, and half-written ones."""
    for name in PARTS:
        yield from workspace.root.glob(f".{name}.{_KEY}")
        yield from workspace.root.glob(f"..{name}.{_KEY}.part")


def _move(folder: Path, waiting: Path) -> None:
    earlier = folder.with_name(f".{folder.name}.before")
    if waiting.is_dir():
        if folder.exists():
            folder.rename(earlier)
        waiting.rename(folder)
    shutil.rmtree(earlier, ignore_errors=True)
