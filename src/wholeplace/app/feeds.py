"""The feeds that a workspace lists for itself in ``feeds.yaml``."""

from __future__ import annotations

from pathlib import Path

from wholeplace.app.documents import read_file
from wholeplace.document import Frozen
from wholeplace.kernel import Problem, Refused, Where
from wholeplace.store.workspace import Workspace

FEEDS = "feeds.yaml"


class ListedFeed(Frozen):
    """One feed: what it is called, which mapping reads it, and where its files are."""

    name: str
    mapping: str
    path: str


class Feeds(Frozen):
    """The feeds of a workspace, in the order in which they are loaded."""

    feeds: tuple[ListedFeed, ...]


def listed_feeds(workspace: Workspace) -> list[tuple[Path, str, str | None]]:
    """Return (path, mapping, name) of every listed feed; all paths start at the workspace.

    Raises ``Refused`` where the workspace lists none.
    """
    path = workspace.document(FEEDS)
    if not path.is_file():
        remedy = (
            f"write {FEEDS} with the feeds, or name the files: load WORKSPACE --from MAPPING PATH"
        )
        raise Refused([Problem(Where(str(path)), "the workspace lists no feeds", remedy)])
    return [
        (workspace.root / feed.path, _mapping(workspace, feed.mapping), feed.name)
        for feed in read_file(path, Feeds).value.feeds
    ]


def _mapping(workspace: Workspace, given: str) -> str:
    return str(workspace.root / given) if given.endswith(".yaml") else given
