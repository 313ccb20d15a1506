"""Load one feed: shape it, check every row, and store all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ibis import ir

from wholeplace.app.load.feed_files import Feed, find_feed, open_feed
from wholeplace.app.load.late_rows import with_late_rows
from wholeplace.app.load.load_quality import problems_of_quality
from wholeplace.app.load.load_table import Loading, Part, load_table
from wholeplace.app.load.numbers_in_clear import numbers_in_clear
from wholeplace.app.load.people_of_rows import People, Pseudonymise
from wholeplace.app.load.refusals import Refusals
from wholeplace.app.load.refused_rows import refused_whole, write_refused
from wholeplace.app.load.reversals import (
    Reversed,
    below_zero,
    problems_of_reversals,
    read_lone_reversals,
    write_lone_reversals,
)
from wholeplace.app.load.stage import staged
from wholeplace.app.load.superseded_rows import Folders, with_rows_superseded
from wholeplace.app.load.superseding import BY_MONTH, nothing_for_something, superseding
from wholeplace.app.load.table_problems import problems_in_table, rows_together
from wholeplace.app.progress import Progress, unseen
from wholeplace.kernel import refuse_if
from wholeplace.record import MappedTable, Table, table_named
from wholeplace.record import Mapping as MappingDocument
from wholeplace.record.language.mapping import Calendar
from wholeplace.record.language.repair import repairs
from wholeplace.store.batches import clear_unfinished, stored_table
from wholeplace.store.clock import now, today
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import sha256_of_text
from wholeplace.store.identity import identified_data
from wholeplace.store.ledger import Batch, Count, read_ledger, write_ledger
from wholeplace.store.lock import writing
from wholeplace.store.opt_outs import real_people
from wholeplace.store.pseudonyms import open_pseudonyms
from wholeplace.store.sources import Opened, is_database, other_files, reading, scratch_folder
from wholeplace.store.unfinished import Unfinished, unfinished
from wholeplace.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. ``already`` says that the same files were loaded before: nothing changed.

    ``replaced`` are the batches of which nothing counts any more, and ``superseded`` is how many
    rows of earlier loads this one took the place of. ``repaired`` are the rules of the
    mapping by which values were read otherwise than as they stand. ``reversals`` is what was taken
    back without having been charged, where the mapping allows it.
    """

    batch: Batch
    already: bool
    replaced: tuple[str, ...]
    unused: dict[str, str]
    superseded: int = 0
    repaired: tuple[str, ...] = ()
    reversals: tuple[Reversed, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How a feed is loaded: its name, whether in place of earlier loads, and who waits for whom.

    ``name`` is that of the mapping where none is given; ``replace`` puts this load in the place of
    every earlier one of that name.
    """

    name: str | None = None
    replace: bool = False
    wait: bool = True
    calendar: Calendar | None = None


_AS_IT_IS = LoadOptions()


def load_feed(
    workspace: Workspace,
    source: Path | str,
    mapping_name: str,
    *,
    options: LoadOptions = _AS_IT_IS,
    progress: Progress = unseen,
) -> Loaded:
    """Load the files at ``source`` into the workspace by a mapping (``canonical`` or a name).

    ``source`` is a folder, a file or the address of a database.
    Raises ``Refused`` with every problem found, in which case the workspace is as it was.
    """
    progress("reading the mapping")
    with scratch_folder() as scratch:
        feed = find_feed(workspace, source, mapping_name, scratch)
        what = f"loading {options.name or feed.mapping.mapping}"
        with writing(workspace.root, what, wait=options.wait, waiting=progress):
            return _Load(workspace, feed, scratch, options, progress).loaded(source)


@dataclass(frozen=True, slots=True)
class _Load:
    """One load under way, alone in the workspace."""

    workspace: Workspace
    feed: Feed
    scratch: Path
    said: LoadOptions
    progress: Progress

    @property
    def name(self) -> str:
        return self.said.name or self.feed.mapping.mapping

    def loaded(self, source: Path | str) -> Loaded:
        data, batches = self.workspace.data, read_ledger(self.workspace.data)
        unused = _unused(self.feed, source)
        batch_id = self.feed.batch_id()
        before = [batch for batch in batches if batch.batch_id.partition("-")[0] == batch_id]
        if before and (before[-1].counts_now or not self.said.replace):
            return Loaded(before[-1], already=True, replaced=(), unused=unused)
        # Files that were replaced, and are put back, are a new load of the same name.
        batch_id = f"{batch_id}-{len(before) + 1}" if before else batch_id
        pseudonymise = open_pseudonyms(self.workspace).inline
        with unfinished(self.workspace, batches, batch_id) as begun:
            batch, after = self._stored(begun, batches, pseudonymise)
            begun.finish()
        write_ledger(data, [*after, batch])
        clear_unfinished(data, [*after, batch])
        return replace(
            _told(batch, batches, after, unused),
            repaired=_repaired(self.feed),
            reversals=read_lone_reversals(data / batch.batch_id),
        )

    def _stored(
        self, begun: Unfinished, batches: Sequence[Batch], pseudonymise: Pseudonymise
    ) -> tuple[Batch, tuple[Batch, ...]]:
        with engine() as running:
            feed, parts = self._parts(running, begun, pseudonymise)
            mine = [batch for batch in batches if batch.source == self.name]
            dates = self.said.calendar or feed.mapping.calendar
            data, day = self.workspace.data, today()
            counts = tuple(with_late_rows(running, part, data, mine, dates, day) for part in parts)
            batch = _batch(feed, self.name, begun.batch_id, counts)
            after = superseding(batches, batch, feed.mapping.refresh, replace_all=self.said.replace)
            by_month = feed.mapping.refresh == BY_MONTH
            self._check(running, batch, parts, after, begun.folder)
            refuse_if(nothing_for_something(batches, after, batch))
            refuse_if(real_people(running, self.workspace, begun.identified))
            if by_month:
                self.progress("looking for rows that were sent before under another month")
                stored = (data, identified_data(self.workspace))
                folders = Folders(stored, (begun.folder, begun.identified))
                after = with_rows_superseded(running, after, batch, parts, folders)
            write_refused(running, parts, begun.folder)
        return batch, after

    def _parts(
        self, running: Engine, begun: Unfinished, pseudonymise: Pseudonymise
    ) -> tuple[Feed, list[Part]]:
        self.progress("opening the files")
        feed, opened = open_feed(running, self.feed, self.scratch)
        self.progress("reading the files")
        sources = staged(running, feed.mapping, opened)
        loading = Loading(
            running, opened, sources, begun.batch_id, begun.folder, begun.identified,
            People(running, sources, pseudonymise, begun.identified), today(),
        )  # fmt: skip
        parts = []
        with reading(opened):
            for number, mapped, parquet in _numbered(feed.mapping, opened):
                self.progress(f"storing {mapped.table} from {mapped.from_}")
                parts.append(_part(begun, loading, number, mapped, parquet))
        return feed, parts

    def _check(
        self,
        running: Engine,
        batch: Batch,
        parts: Sequence[Part],
        after: Sequence[Batch],
        folder: Path,
    ) -> None:
        # Rows that a feed by months sends again are no repetition: they take the place of the
        # earlier ones.
        by_month = self.feed.mapping.refresh == BY_MONTH
        others = [one for one in after if not (by_month and one.source == batch.source)]
        problems = [problem for part in parts for problem in refused_whole(part)]
        stored = {}
        for name in dict.fromkeys(part.mapped.table for part in parts):
            self.progress(f"checking {name}")
            table = table_named(name)
            rows = rows_together(running, [part for part in parts if part.mapped.table == name])
            problems += problems_in_table(rows, self._before(running, table, others))
            earlier = self._before(running, table, after) if table.not_negative else None
            for below in below_zero(rows, earlier):
                problems += problems_of_reversals(below)
                write_lone_reversals(below, folder)
            stored[name] = rows.stored.select(*table.column_names)
            problems += numbers_in_clear(running, table, stored[name], f"feed {self.name}")
        refuse_if(problems)
        self.progress("judging the quality of the rows")
        refuse_if(problems_of_quality(running, self.workspace, self.feed.mapping, batch, stored))

    def _before(self, running: Engine, table: Table, batches: Sequence[Batch]) -> ir.Table | None:
        """Return the rows of earlier loads that count, or nothing where there are none."""
        if not any(table.name in one.tables for one in batches if one.counts_now):
            return None
        folder = identified_data(self.workspace) if table.identified else self.workspace.data
        return stored_table(running, folder, batches, table)


def _part(
    begun: Unfinished, loading: Loading, number: int, mapped: MappedTable, parquet: str
) -> Part:
    done = begun.kept(number)
    if done:
        table, file = table_named(mapped.table), loading.opened[mapped.from_]
        return Part(mapped, file, loading.file_of(table, parquet), done, Refusals())
    part = load_table(loading, number, mapped, parquet)
    if not part.count.refused:
        begun.keep(number, part.count)
    return part


def _numbered(
    mapping: MappingDocument, opened: Mapping[str, Opened]
) -> Iterator[tuple[int, MappedTable, str]]:
    used: dict[str, int] = {}
    for number, mapped in enumerate(mapping.tables):
        if mapped.from_ in opened:
            used[mapped.table] = nth = used.get(mapped.table, 0) + 1
            yield number, mapped, f"{mapped.table}{f'.{nth}' if nth > 1 else ''}.parquet"


def _unused(feed: Feed, source: Path | str) -> dict[str, str]:
    if isinstance(source, str) and is_database(source):
        return {}
    used = [path for one in feed.found.values() for path in one.paths]
    why = feed.mapping.unused
    return {
        name: why.get(name, "not known to the mapping") for name in other_files(Path(source), used)
    }


def _repaired(feed: Feed) -> tuple[str, ...]:
    found = (said for file in feed.found for said in repairs(feed.mapping, file))
    return tuple(dict.fromkeys(found))


def _told(
    batch: Batch, before: Sequence[Batch], after: Sequence[Batch], unused: dict[str, str]
) -> Loaded:
    pairs = list(zip(before, after, strict=True))
    replaced = tuple(new.batch_id for old, new in pairs if old.counts_now and not new.counts_now)
    superseded = sum(new.rows_superseded - old.rows_superseded for old, new in pairs)
    return Loaded(batch, already=False, replaced=replaced, unused=unused, superseded=superseded)


def _batch(feed: Feed, name: str, batch_id: str, counts: tuple[Count, ...]) -> Batch:
    wrong = [count for count in counts if not count.adds_up]
    if wrong:
        msg = f"rows were lost between {wrong[0].file} and {wrong[0].table}: {wrong[0]}"
        raise RuntimeError(msg)
    return Batch(
        batch_id=batch_id,
        source=name,
        mapping=feed.mapping.mapping,
        spec_version=feed.mapping.version,
        sha256=sha256_of_text(feed.mapping_text),
        loaded_at=now().isoformat(),
        files=feed.files(),
        counts=counts,
    )
