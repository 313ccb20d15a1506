"""Write the quality report of a workspace."""

from __future__ import annotations

from pathlib import Path

from wholeplace.app.check_quality import check_quality
from wholeplace.app.documents import read_file
from wholeplace.app.load.feeds import FEEDS, Feeds
from wholeplace.app.policies import privacy_policy
from wholeplace.app.progress import Progress, unseen
from wholeplace.place import Place
from wholeplace.report.quality import QualityData, quality_page
from wholeplace.store.files import write_text
from wholeplace.store.ledger import read_ledger
from wholeplace.store.workspace import PLACE, Workspace


def report_quality(
    workspace: Workspace,
    feed: str | None = None,
    output: Path | None = None,
    *,
    progress: Progress = unseen,
) -> tuple[QualityData, Path]:
    """Judge the stored records, write the page, and return what it shows and where it is.

    Raises ``Refused`` as ``check_quality`` does.
    """
    data = QualityData(
        title=read_file(workspace.document(PLACE), Place).value.title,
        assessment=check_quality(workspace, feed, progress=progress),
        owners=_owners(workspace),
        small=privacy_policy(workspace).small_numbers,
        as_at=read_ledger(workspace.data)[-1].loaded_at[:10],
    )
    written = output or workspace.root / "reports" / "quality.html"
    write_text(written, quality_page(data))
    return data, written


def _owners(workspace: Workspace) -> dict[str, str]:
    path = workspace.document(FEEDS)
    if not path.is_file():
        return {}
    feeds = read_file(path, Feeds).value.feeds
    return {feed.name: feed.owner for feed in feeds if feed.owner}
