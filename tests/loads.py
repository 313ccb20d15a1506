"""Load small feeds by a mapping written in a test, and read back what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sources import answer
from tests.tables import running
from wholeplace.app.init_workspace import init_workspace
from wholeplace.app.load.load_feed import Loaded, load_feed
from wholeplace.kernel import Refused
from wholeplace.record import table_named
from wholeplace.store.batches import stored_table
from wholeplace.store.identity import identified_data
from wholeplace.store.ledger import read_ledger
from wholeplace.store.workspace import Workspace

HEAD = """\
mapping: example
about: rows for one test
version: "1"
source: "assumed: invented for this test"
"""


@dataclass(frozen=True)
class Place:
    """A workspace whose feeds are all loaded by one mapping."""

    root: Path
    mapping: str

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root / "W")

    def load(self, files: Mapping[str, str], folder: str = "feed") -> Loaded:
        """Write files of text as they stand, by name, and load them."""
        feed = self.root / folder
        feed.mkdir(exist_ok=True)
        for name, content in files.items():
            (feed / name).write_text(content, encoding="utf-8")
        path = self.root / "example.yaml"
        path.write_text(HEAD + self.mapping, encoding="utf-8")
        return load_feed(self.workspace, feed, str(path))

    def refused(self, files: Mapping[str, str], folder: str = "feed") -> str:
        """Return why files are refused."""
        with pytest.raises(Refused) as why:
            self.load(files, folder)
        return str(why.value)

    def parquet(self, loaded: Loaded, name: str) -> Path:
        """Return one file of a batch."""
        return self.workspace.data / loaded.batch.batch_id / f"{name}.parquet"

    def rows(self, table: str, columns: str) -> list[list[str]]:
        """Return the rows that count of a table, in the order they are stored, header first."""
        found = table_named(table)
        data = identified_data(self.workspace) if found.identified else self.workspace.data
        with running() as engine:
            stored = stored_table(engine, data, read_ledger(self.workspace.data), found)
            return answer(engine, stored.select(*(name.strip() for name in columns.split("|"))))


def place(folder: Path, mapping: str) -> Place:
    """Return a new workspace in a folder; its key is known, so that bytes can be compared."""
    folder.mkdir(exist_ok=True)
    init_workspace(folder / "W", "hillingdon-2019", key=b"invented")
    return Place(folder, mapping)
