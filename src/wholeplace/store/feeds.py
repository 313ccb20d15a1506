"""Write feed files as their rows come: one Parquet file by name, all of them or none."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.store.files import new_folder


class FeedPart(Protocol):
    """Some rows of one file of a feed."""

    @property
    def feed(self) -> str:
        """The folder of the feed."""

    @property
    def file(self) -> str:
        """The file in it, without a suffix."""

    @property
    def table(self) -> pa.Table:
        """The rows; every part of a file has the same columns."""


def write_feeds(
    folder: Path, parts: Iterable[FeedPart], *, apart: tuple[str, Path] | None = None
) -> dict[str, int]:
    """Write each part to ``folder/FEED/FILE.parquet`` as it comes, and return rows by file.

    ``apart`` is a feed whose files go straight into another folder. The folders appear when all is
    written, or not at all. Memory holds one part at a time.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with new_folder(folder) as feeds, ExitStack() as open_folders:
        where = {apart[0]: open_folders.enter_context(new_folder(apart[1]))} if apart else {}
        with ExitStack() as open_files:
            writers: dict[str, pq.ParquetWriter] = {}
            for part in parts:
                name = f"{part.feed}/{part.file}"
                if name not in writers:
                    path = where.get(part.feed, feeds / part.feed) / f"{part.file}.parquet"
                    path.parent.mkdir(exist_ok=True)
                    writer = pq.ParquetWriter(path, part.table.schema)
                    writers[name] = open_files.enter_context(writer)
                writers[name].write_table(part.table)
                rows[name] = rows.get(name, 0) + part.table.num_rows
    return rows
