"""Write feed files in the canonical shape."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.store.files import new_folder


def write_feed(folder: Path, tables: Mapping[str, pa.Table]) -> Path:
    """Write one Parquet file for each table, all or none, and return the folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with new_folder(folder) as part:
        for name, table in tables.items():
            pq.write_table(table, part / f"{name}.parquet")
    return folder
