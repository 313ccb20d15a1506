"""The ledger of a workspace: which batches are loaded, from which files, with how many rows."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.files import read_text, write_json

NAME = "ledger.json"


@dataclass(frozen=True, slots=True)
class Count:
    """What became of the rows of one source file on their way to one canonical table.

    ``origin`` is what the mapping calls the file, ``parquet`` the file in the batch's folder.
    ``months`` are the rows stored by month (``2019-04``), ``late`` those of them that came after
    the month was first loaded, and of the late ones ``after_flex`` and ``after_freeze`` those that
    came after the days on which its rows should have been nearly, and quite, final.
    """

    table: str
    file: str
    rows_in: int
    stored: int
    set_aside: Mapping[str, int] = field(default_factory=dict)
    refused: int = 0
    superseded: int = 0
    origin: str = ""
    parquet: str = ""
    months: Mapping[str, int] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)
    after_flex: Mapping[str, int] = field(default_factory=dict)
    after_freeze: Mapping[str, int] = field(default_factory=dict)

    @property
    def adds_up(self) -> bool:
        """Whether every row that came in was stored, set aside, refused or superseded."""
        aside = sum(self.set_aside.values())
        return self.rows_in == self.stored + aside + self.refused + self.superseded

    @property
    def stored_as(self) -> str:
        """The Parquet file of its rows within the folder of the batch."""
        return self.parquet or f"{self.table}.parquet"


@dataclass(frozen=True, slots=True)
class Superseded:
    """What a later batch took the place of: everything, or parts that it names.

    Parts are the ``months`` of one ``origin``, or single ``rows``: how many by Parquet file and
    month (``""`` where rows have none). Their keys stand in the later batch.
    """

    by: str
    at: str
    origin: str | None = None
    months: tuple[str, ...] | None = None
    rows: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    """One load: a row of the canonical table ``load_batch``, with its counts."""

    batch_id: str
    source: str
    mapping: str
    spec_version: str
    sha256: str
    loaded_at: str
    files: Mapping[str, str]
    counts: tuple[Count, ...]
    superseded: tuple[Superseded, ...] = ()

    @property
    def row_count(self) -> int:
        """The rows stored when it was loaded."""
        return sum(count.stored for count in self.counts)

    @property
    def rows_superseded(self) -> int:
        """The stored rows that no longer count, since later batches took their place."""
        return sum(self._gone(count) for count in self.counts)

    @property
    def counts_now(self) -> bool:
        """Whether any of it counts still."""
        return not any(entry.months is None for entry in self.superseded)

    @property
    def tables(self) -> tuple[str, ...]:
        """The canonical tables it has rows in."""
        return tuple(dict.fromkeys(count.table for count in self.counts if count.stored))

    def months_gone(self, origin: str) -> tuple[str, ...]:
        """Return the months of one of its files that later batches took the place of, in order."""
        months = {
            month
            for entry in self.superseded
            if entry.origin == origin
            for month in entry.months or ()
        }
        return tuple(sorted(months))

    def rows_gone_by(self, stored_as: str) -> tuple[str, ...]:
        """Return the later batches that took the place of single rows of one of its files."""
        return tuple(entry.by for entry in self.superseded if stored_as in entry.rows)

    def counts_as_they_stand(self) -> tuple[Count, ...]:
        """Return the counts with rows that later batches took the place of as superseded."""
        gone = [(count, self._gone(count)) for count in self.counts]
        return tuple(
            replace(count, stored=count.stored - n, superseded=count.superseded + n)
            for count, n in gone
        )

    def superseded_only_by(self, batches: Container[str]) -> Batch:
        """Return it as it stood where only those batches had been loaded after it."""
        gone = tuple(entry for entry in self.superseded if entry.by in batches)
        return replace(self, superseded=gone)

    def _gone(self, count: Count) -> int:
        if not self.counts_now:
            return count.stored
        months = self.months_gone(count.origin)
        by_row = [entry.rows.get(count.stored_as, {}) for entry in self.superseded]
        # A row whose place was taken is gone once, though its month was sent again after that.
        single = sum(n for rows in by_row for month, n in rows.items() if month not in months)
        return single + sum(count.months.get(month, 0) for month in months)


def read_ledger(data: Path) -> tuple[Batch, ...]:
    """Return the batches of the data folder in the order loaded; none where nothing is loaded.

    Batches that others took the place of are among them, and say so.
    """
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
    gone = tuple(_superseded(**entry) for entry in batch.superseded)  # type: ignore[arg-type]
    return replace(batch, counts=counts, superseded=gone)


def _superseded(
    by: str,
    at: str,
    origin: str | None = None,
    months: Sequence[str] | None = None,
    rows: Mapping[str, Mapping[str, int]] | None = None,
) -> Superseded:
    return Superseded(by, at, origin, None if months is None else tuple(months), rows or {})


def write_ledger(data: Path, batches: Sequence[Batch]) -> None:
    """Replace the ledger in one step: this is the moment in which a load takes effect."""
    write_json(data / NAME, {"batches": [asdict(batch) for batch in batches]})


def known_at(batches: Sequence[Batch], when: date | datetime) -> tuple[Batch, ...]:
    """Return the batches as they stood at a moment, or at the end of a day (UTC).

    What was loaded later is left out, and what was superseded later counts.
    """
    moment = when if isinstance(when, datetime) else datetime.combine(when, time.max, UTC)

    def by_then(at: str) -> bool:
        return datetime.fromisoformat(at) <= moment

    return tuple(
        replace(batch, superseded=tuple(gone for gone in batch.superseded if by_then(gone.at)))
        for batch in batches
        if by_then(batch.loaded_at)
    )
