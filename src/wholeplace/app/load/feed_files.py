"""A source and the mapping that reads it, found and opened before anything is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from wholeplace.app.documents import read_file
from wholeplace.document import read_document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.record import CodeList, canonical_mapping, lists_named, misfits, with_lists
from wholeplace.record import Mapping as MappingDocument
from wholeplace.store.engine import Engine
from wholeplace.store.files import read_text, sha256_of, sha256_of_text
from wholeplace.store.shipped import find_mapping, shipped_names
from wholeplace.store.sources import Found, Opened, find_all, open_sources, reading
from wholeplace.store.workspace import Workspace

CANONICAL = "canonical"


@dataclass(frozen=True, slots=True)
class Feed:
    """A source, found, and the mapping that reads it. ``hashes`` are those of its files by name."""

    mapping: MappingDocument
    mapping_text: str
    found: Mapping[str, Found]
    hashes: Mapping[str, str]

    def batch_id(self) -> str:
        """Return the name of the batch: the same files by the same mapping give the same name."""
        hashes = [f"{name}={digest}" for name, digest in sorted(self.hashes.items())]
        return sha256_of_text(self.mapping_text, *hashes)[:16]

    def files(self) -> dict[str, str]:
        """Return the hash of each file by its name alone."""
        return {name.partition(": ")[2]: digest for name, digest in self.hashes.items()}


def find_feed(workspace: Workspace, source: Path | str, name: str, scratch: Path) -> Feed:
    """Find what a mapping (``canonical``, or a name) reads in a folder, a file or a database.

    Raises ``Refused`` for a mapping that cannot be read, and for files that are not there.
    """
    is_canonical = name == CANONICAL
    mapping, text = (canonical_mapping({}), "") if is_canonical else _mapping(workspace, name)
    found = find_all(source, mapping, scratch)
    hashes = {
        f"{file}: {one.name_of(path)}": sha256_of(path)
        for file, one in found.items()
        for path in one.paths
    }
    return Feed(mapping, text, found, hashes)


def open_feed(running: Engine, feed: Feed, scratch: Path) -> tuple[Feed, dict[str, Opened]]:
    """Open what was found; return the feed, with its mapping complete, and its open files.

    Raises ``Refused`` for files that cannot be read and columns that are not there.
    """
    opened = open_sources(running, feed.mapping, feed.found, scratch)
    columns = {name: file.columns for name, file in opened.items()}
    if feed.mapping.mapping == CANONICAL:
        feed = replace(feed, mapping=canonical_mapping(columns))
    else:
        feed = replace(
            feed, mapping=feed.mapping.without_repetition(_filled(running, feed, opened))
        )
    refuse_if(_missing_columns(feed.mapping, opened))
    return feed, opened


def _filled(running: Engine, feed: Feed, opened: Mapping[str, Opened]) -> set[str]:
    asked = {table.unless for table in feed.mapping.tables if table.unless}
    with reading(opened):
        return {name for name in asked & set(opened) if running.count(opened[name].table.limit(1))}


def _missing_columns(mapping: MappingDocument, opened: Mapping[str, Opened]) -> Iterator[Problem]:
    for misfit in misfits(mapping, {name: file.columns for name, file in opened.items()}):
        path = next(iter(opened[misfit.file].paths.values()))
        yield Problem(Where(str(path), 1, path=misfit.column), misfit.what, misfit.remedy)


def _mapping(workspace: Workspace, name: str) -> tuple[MappingDocument, str]:
    path = find_mapping(name)
    text = read_text(path)
    mapping = read_document(text, str(path), MappingDocument).value
    paths = {named: _list_path(workspace, named, path) for named in lists_named(mapping)}
    lists = {named: read_file(listed, CodeList).value for named, listed in paths.items()}
    texts = [read_text(listed) for listed in paths.values()]
    return with_lists(mapping, lists), "\x00".join([text, *texts])


def _list_path(workspace: Workspace, name: str, mapping: Path) -> Path:
    path = workspace.own_or_shipped("codelists", f"{name}.yaml")
    if not path.is_file():
        remedy = nearest(name, shipped_names("codelists"))
        raise Refused([Problem(Where(str(mapping)), f"there is no code list '{name}'", remedy)])
    return path
