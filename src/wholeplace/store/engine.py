"""The embedded database that runs every set-scale expression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import ibis
import pyarrow as pa
from ibis import ir
from ibis.backends.duckdb import Backend
from ibis.util import gen_name

from wholeplace.store.sql import identifier, quoted

MEMORY = "3GB"
"""What the engine may hold before it spills to disk; the rest of the process needs about 0.5 GB."""

_LISTED = {pa.string(): "VARCHAR", pa.int64(): "BIGINT"}

_LEVEL = 1
# Pseudonyms cannot be compressed, and codes are listed once: a higher level takes a fifth longer to
# write, and saves no byte.


class Engine:
    """One connection. Expressions are built elsewhere; only this executes them."""

    def __init__(self, backend: Backend) -> None:
        """Keep the connection (see ``engine``)."""
        self.backend = backend
        self._kept: dict[str, str] = {}

    def rows(self, table: ir.Table) -> list[dict[str, object]]:
        """Return a small table as a list of rows."""
        return self.arrow(table).to_pylist()  # type: ignore[no-any-return]

    def arrow(self, table: ir.Table) -> pa.Table:
        """Return a table as Arrow."""
        # Ibis' own way imports pandas, which takes longer than most questions do.
        self.backend._run_pre_execute_hooks(table)  # noqa: SLF001
        answer = self.backend.con.sql(self.backend.compile(table)).to_arrow_table()
        return answer.cast(table.schema().to_pyarrow())

    def count(self, table: ir.Table) -> int:
        """Return the number of rows of a table."""
        return int(self.arrow(table.aggregate(rows=table.count()))["rows"][0].as_py())

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        """Compute a table once and return the stored result, for use by several expressions.

        What was kept under the same name before is given up.
        """
        # To overwrite a table, Ibis would write the new one twice.
        kept = gen_name(name)
        found = self.backend.create_table(kept, table, temp=True)
        if name in self._kept:
            self.backend.con.execute(f'DROP TABLE temp.main."{self._kept[name]}"')
        self._kept[name] = kept
        return found

    def listed(self, name: str, table: pa.Table) -> ir.Table:
        """Return a small table of texts and whole numbers as one of the engine's own.

        What Ibis makes of an Arrow table imports pandas, which takes longer than most questions do.
        """
        kept = gen_name(name)
        columns = ", ".join(
            f"unnest(?::{_LISTED[column.type]}[]) AS {identifier(title)}"
            for title, column in zip(table.column_names, table.columns, strict=True)
        )
        values = [column.to_pylist() for column in table.columns]
        query = f"CREATE TEMP TABLE {identifier(kept)} AS SELECT {columns}"
        self.backend.con.execute(query, values)
        return self.backend.table(kept)

    def only(self, rows: ir.Table, wanted: ir.BooleanValue) -> ir.Table:
        """Return the rows for which ``wanted`` holds, each column worked out once.

        DuckDB would carry the condition down to the source, and work out everything that it is
        made from a second time. It leaves a condition with chance in it where it stands.
        """
        marked = rows.mutate(_wanted=wanted | (ibis.random() < 0))
        return marked.filter(marked["_wanted"]).drop("_wanted")

    def view(self, name: str, query: str) -> ir.Table:
        """Return what a query in the engine's own SQL finds, as a table."""
        self.backend.con.execute(f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS {query}")
        return self.backend.table(name)

    def parquet(self, path: Path) -> ir.Table:
        """Open a Parquet file as a table."""
        return self.backend.read_parquet(str(path))

    def as_words(self, table: ir.Table, words: Mapping[str, Sequence[str]]) -> ir.Table:
        """Return a table in which columns that hold nothing but some known words are numbered.

        Who reads or writes them finds the same texts. They are sorted in the order of the words
        as given, and both that and writing them takes a fifth of the time.
        """
        if not words:
            return table
        texts, numbered = gen_name("texts"), gen_name("words")
        self.backend.create_view(texts, table)
        casts = ", ".join(_numbered(name, given) for name, given in words.items())
        query = f"SELECT * REPLACE ({casts}) FROM {identifier(texts)}"  # noqa: S608 - quoted
        return self.view(numbered, query)

    def write_parquet(self, table: ir.Table, path: Path) -> None:
        """Write a table to a Parquet file, in the order of its rows."""
        self.backend.to_parquet(table, str(path), compression="zstd", compression_level=_LEVEL)

    def write_csv(self, table: ir.Table, path: Path) -> None:
        """Write a table to a CSV file in UTF-8, in the order of its rows."""
        self.backend.to_csv(table, str(path))


def _numbered(name: str, words: Sequence[str]) -> str:
    kind = ", ".join(map(quoted, dict.fromkeys(words)))
    return f"CAST({identifier(name)} AS ENUM({kind})) AS {identifier(name)}"


@contextmanager
def engine(memory: str = MEMORY, *, in_order: bool = True) -> Iterator[Engine]:
    """Open an engine in memory; what it cannot hold goes to a folder that is removed at the end.

    Where nothing depends on the order in which rows come, ``in_order=False`` takes less time and
    memory.
    """
    with TemporaryDirectory(prefix="wholeplace-") as spill:
        backend = ibis.duckdb.connect(memory_limit=memory, temp_directory=spill)
        order = f"preserve_insertion_order = {str(in_order).lower()}"
        for setting in ("TimeZone = 'UTC'", "enable_progress_bar = false", order):
            backend.con.execute(f"SET {setting}")
        try:
            yield Engine(backend)
        finally:
            backend.disconnect()
