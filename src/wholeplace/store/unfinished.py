"""The folder of a batch under way: what a stopped load finished need not be done again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from wholeplace.store.batches import clear_unfinished, unfinished_folder
from wholeplace.store.files import read_text, write_json
from wholeplace.store.identity import identified_data, open_identity
from wholeplace.store.ledger import Batch, Count
from wholeplace.store.workspace import Workspace

_STATE = "begun.json"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A batch under way: the folder of its tables, and that of its identified ones."""

    batch_id: str
    folder: Path
    identified: Path

    def kept(self, number: int) -> Count | None:
        """Return what became of a table of the mapping, if an earlier try finished it."""
        mark = self._mark(number)
        return Count(**json.loads(read_text(mark))) if mark.is_file() else None

    def keep(self, number: int, count: Count) -> None:
        """Note that the rows of a table are written whole."""
        write_json(self._mark(number), asdict(count))

    def _mark(self, number: int) -> Path:
        return self.folder / f"done-{number}.json"

    def finish(self) -> None:
        """Give the folders their names. Until the ledger names the batch, nothing has changed."""
        for mark in self.folder.glob("*.json"):
            mark.unlink()
        for folder in (self.identified, self.folder):
            final = folder.with_name(self.batch_id)
            shutil.rmtree(final, ignore_errors=True)
            if any(folder.iterdir()):
                folder.rename(final)
            else:
                folder.rmdir()


@contextmanager
def unfinished(
    workspace: Workspace, batches: Sequence[Batch], batch_id: str
) -> Iterator[Unfinished]:
    """Give the folders to write a batch in, as an earlier try at the same batch left them.

    What other stopped loads left is removed. So is this batch's folder where the block raises an
    error: what was refused leaves nothing behind.
    """
    data, people = workspace.data, identified_data(workspace)
    open_identity(workspace)
    for place in (data, people):
        clear_unfinished(place, batches, batch_id)
    begun = Unfinished(
        batch_id, unfinished_folder(data, batch_id), unfinished_folder(people, batch_id)
    )
    # Another version of the program might write other rows.
    state = {"wholeplace": version("wholeplace")}
    if not _is_of(begun.folder, state):
        _remove(begun)
    for folder in (begun.folder, begun.identified):
        folder.mkdir(parents=True, exist_ok=True)
    write_json(begun.folder / _STATE, state)
    try:
        yield begun
    except Exception:
        _remove(begun)
        raise


def _is_of(folder: Path, state: dict[str, str]) -> bool:
    path = folder / _STATE
    return path.is_file() and bool(json.loads(read_text(path)) == state)


def _remove(begun: Unfinished) -> None:
    for folder in (begun.folder, begun.identified):
        shutil.rmtree(folder, ignore_errors=True)
        if folder.parent.is_dir() and not any(folder.parent.iterdir()):
            folder.parent.rmdir()
