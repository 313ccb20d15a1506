"""The feeds that a workspace lists in ``feeds.yaml``, and loading what is new in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from wholeplace.app.documents import read_file
from wholeplace.app.load.load_feed import Loaded, LoadOptions, load_feed
from wholeplace.app.progress import Progress, unseen
from wholeplace.document import Frozen
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.record.language.mapping import Calendar
from wholeplace.store.sources import is_database
from wholeplace.store.workspace import Workspace

FEEDS = "feeds.yaml"


class ListedFeed(Frozen):
    """One feed: what it is called, which mapping reads it, and where its files are.

    ``path`` is a folder, a file, a pattern with ``*`` (each thing that it finds is loaded by
    itself, in the order of names) or the address of a database. ``calendar`` goes before that
    of the mapping; ``owner`` is whom to ask about the records.
    """

    name: str
    mapping: str
    path: str
    replace: bool = False
    calendar: Calendar | None = None
    owner: str | None = None


class Feeds(Frozen):
    """The feeds of a workspace, in the order in which they are loaded."""

    feeds: tuple[ListedFeed, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to load: where it is, how it is read, and how it is loaded."""

    place: Path | str
    mapping: str
    options: LoadOptions


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one source: it was loaded, or refused."""

    name: str
    loaded: Loaded | None
    refused: Refused | None = None


def listed_feeds(workspace: Workspace, *, wait: bool = True) -> list[Source]:
    """Return every source of the listed feeds; all paths start at the workspace.

    Raises ``Refused`` where the workspace lists none, or a pattern finds nothing.
    """
    path = workspace.document(FEEDS)
    if not path.is_file():
        remedy = (
            f"write {FEEDS} with the feeds, or name the files: load WORKSPACE --from MAPPING PATH"
        )
        raise Refused([Problem(Where(str(path)), "the workspace lists no feeds", remedy)])
    listed = read_file(path, Feeds).value.feeds
    return [source for feed in listed for source in _sources(workspace, feed, path, wait=wait)]


def _sources(
    workspace: Workspace, feed: ListedFeed, document: Path, *, wait: bool
) -> Iterator[Source]:
    options = LoadOptions(feed.name, feed.replace, wait, feed.calendar)
    mapping = _mapping(workspace, feed.mapping)
    places = _places(workspace, feed.path)
    if not places:
        where = Where(str(document), path=feed.name)
        raise Refused([Problem(where, f"nothing is found at '{feed.path}'", "check the pattern")])
    yield from (Source(place, mapping, options) for place in places)


def _places(workspace: Workspace, path: str) -> list[Path | str]:
    if is_database(path):
        return [path]
    if "*" not in path:
        return [workspace.root / path]
    fixed = Path(path.partition("*")[0] + "x").parent
    pattern = Path(path).relative_to(fixed)
    return sorted((workspace.root / fixed).glob(str(pattern)))


def _mapping(workspace: Workspace, given: str) -> str:
    return str(workspace.root / given) if given.endswith(".yaml") else given


def load_listed(
    workspace: Workspace, sources: list[Source], progress: Progress = unseen
) -> Iterator[Outcome]:
    """Load each source and yield what became of it; a refused one does not stop the others."""
    for source in sources:
        name = source.options.name or source.mapping
        progress(f"feed {name}")
        try:
            loaded = load_feed(
                workspace, source.place, source.mapping, options=source.options, progress=progress
            )
            yield Outcome(name, loaded)
        except Refused as refused:
            yield Outcome(name, None, refused)
