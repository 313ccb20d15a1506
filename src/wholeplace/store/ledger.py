"""The ledger of a workspace: which batches are loaded, from which files, with how many rows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.files import read_text, write_json

NAME = "ledger.json"


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the rows of one source file on their way to one canonical table."""

    table: str
    file: str
    rows_in: int
    stored: int
    set_aside: dict[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Whether every row that came in was stored, or set aside with a reason."""
        return self.rows_in == self.stored + sum(self.set_aside.values())


@dataclass(frozen=True, slots=True)
class Batch:
    """One load: a row of the canonical table ``load_batch``, with its counts."""

    batch_id: str
    source: str
    mapping: str
    spec_version: str
    sha256: str
    loaded_at: str
    files: dict[str, str]
    counts: tuple[Count, ...]

    @property
    def row_count(self) -> int:
        """The rows stored."""
        return sum(count.stored for count in self.counts)

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables it has rows in."""
        return tuple(dict.fromkeys(count.table for count in self.counts if count.stored))


def read_ledger(data: Path) -> tuple[Batch, ...]:
    """Return the batches of the data folder in the order loaded; none where nothing is loaded."""
    path = data / NAME
    if not path.exists():
        return ()
    try:
        return tuple(_batch(entry) for entry in json.loads(read_text(path))["batches"])
    except (ValueError, KeyError, TypeError) as error:
        remedy = "restore the file from a backup, or load the feeds again into a new workspace"
        what = f"the ledger cannot be read: {error}"
        raise Refused([Problem(Where(str(path)), what, remedy)]) from None


def _batch(entry: dict[str, object]) -> Batch:
    batch = Batch(**entry)  # type: ignore[arg-type]
    counts = tuple(Count(**count) for count in batch.counts)  # type: ignore[arg-type]
    return replace(batch, counts=counts)


def write_ledger(data: Path, batches: Sequence[Batch]) -> None:
    """Replace the ledger in one step: this is the moment in which a load takes effect."""
    write_json(data / NAME, {"batches": [asdict(batch) for batch in batches]})
