"""Give the stored records new pseudonyms: all of them or none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow.parquet as pq

from wholeplace.record import TABLES
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import new_folder
from wholeplace.store.identity import read_keys, stamp, write_keys
from wholeplace.store.pseudonyms import Pseudonyms, open_pseudonyms
from wholeplace.store.rotation import PARTS, finish_rotation, waiting_folder
from wholeplace.store.workspace import Workspace

_KEYED = tuple(dict.fromkeys(name for table in TABLES for name in table.pseudonyms))
_DERIVED, _SORTED = "derived", "register.parquet"


def rotate_key(workspace: Workspace, key: bytes) -> str:
    """Add a key, put every stored pseudonym under it, and return the new fingerprint.

    New folders are written beside the old ones. Replacing the file of the keys is the moment in
    which the rotation takes effect: before it nothing has changed, and after it the folders are
    moved into place, at once or when the workspace is next opened. What was derived from the
    records is left out; it is made again when next needed.
    """
    open_pseudonyms(workspace)
    keys = read_keys(workspace)
    added, after = Pseudonyms((key,)), Pseudonyms((*keys, key))
    with engine() as running:
        for folder in (workspace.root / name for name in PARTS):
            if folder.is_dir():
                _written_anew(running, folder, waiting_folder(folder, after.key_id), added)
    stamp(waiting_folder(workspace.data, after.key_id), after.key_id)
    write_keys(workspace, after.keys)
    finish_rotation(workspace, after.key_id)
    return after.key_id


def _written_anew(running: Engine, folder: Path, waiting: Path, added: Pseudonyms) -> None:
    with new_folder(waiting) as part:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_dir() or inside.parts[0] == _DERIVED:
                continue
            (part / inside).parent.mkdir(parents=True, exist_ok=True)
            _file_anew(running, path, part / inside, added)


def _file_anew(running: Engine, path: Path, made: Path, added: Pseudonyms) -> None:
    columns = pq.read_schema(path).names if path.suffix == ".parquet" else []
    keyed = [name for name in _KEYED if name in columns]
    if not keyed:
        shutil.copy2(path, made)
        return
    rows = added.inline(running, running.parquet(path), keyed)
    running.write_parquet(rows.order_by("person_id") if path.name == _SORTED else rows, made)
