"""Write the quality report of a workspace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from wholeplace.app.check_quality import check_quality
from wholeplace.app.documents import read_file
from wholeplace.app.load.feeds import FEEDS, Feeds
from wholeplace.app.policies import privacy_policy
from wholeplace.app.progress import Progress, unseen
from wholeplace.place import Place
from wholeplace.report.quality import QualityData, quality_page
from wholeplace.store.files import write_text
from wholeplace.store.ledger import Batch, read_ledger
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
    batches = read_ledger(workspace.data)
    data = QualityData(
        title=read_file(workspace.document(PLACE), Place).value.title,
        assessment=check_quality(workspace, feed, progress=progress),
        owners=_owners(workspace),
        small=privacy_policy(workspace).small_numbers,
        as_at=batches[-1].loaded_at[:10],
        empty=[name for name in _empty(batches) if feed in {None, name}],
    )
    written = output or workspace.root / "reports" / "quality.html"
    write_text(written, quality_page(data))
    return data, written


def _empty(batches: Sequence[Batch]) -> list[str]:
    stored: Counter[str] = Counter()
    for batch in batches:
        stored[batch.source] += batch.row_count if batch.counts_now else 0
    return sorted(feed for feed, rows in stored.items() if not rows)


def _owners(workspace: Workspace) -> dict[str, str]:
    path = workspace.document(FEEDS)
    if not path.is_file():
        return {}
    feeds = read_file(path, Feeds).value.feeds
    return {feed.name: feed.owner for feed in feeds if feed.owner}
