"""``wholeplace load``: bring records in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json, table

if TYPE_CHECKING:
    from wholeplace.app.load_feed import Loaded


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--from",
    "mapping",
    help="How to read the files: canonical, synthea-csv, omop, synthea-fhir-tables, or the path"
    " of a mapping file.",
)
@click.option("--name", help="What to call this feed; without it, the name of the mapping.")
@click.option(
    "--replace", is_flag=True, help="Put this load in the place of earlier ones of its name."
)
@json_option
@refusing
def load(
    workspace: Path,
    path: Path | None,
    mapping: str | None,
    name: str | None,
    replace: bool,
    as_json: bool,
) -> None:
    """Load the records at PATH (a folder or file) into a WORKSPACE: all of them or none.

    Without PATH, every feed listed in the workspace's feeds.yaml is loaded.
    """
    from wholeplace.app.feeds import listed_feeds
    from wholeplace.app.load_feed import load_feed
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    if path is None:
        feeds = listed_feeds(space)
    elif mapping is None:
        raise click.UsageError("say how to read the files with --from")
    else:
        feeds = [(path, mapping, name)]
    results = []
    for source, how, called in feeds:
        with progress(quiet=as_json) as show:
            loaded = load_feed(space, source, how, name=called, replace=replace, progress=show)
        results.append(_as_dict(loaded))
        if not as_json:
            click.echo(_as_text(loaded))
    if as_json:
        say_json(results)


def _as_dict(loaded: Loaded) -> dict[str, object]:
    return {
        "feed": loaded.batch.source,
        "batch": loaded.batch.batch_id,
        "already_loaded": loaded.already,
        "replaced": list(loaded.replaced),
        "rows": [
            {
                "file": count.file,
                "table": count.table,
                "in": count.rows_in,
                "stored": count.stored,
                "set_aside": count.set_aside,
            }
            for count in loaded.batch.counts
        ],
        "unused_files": loaded.unused,
    }


def _as_text(loaded: Loaded) -> str:
    batch = loaded.batch
    if loaded.already:
        return f"{batch.source}: loaded already as batch {batch.batch_id}; nothing changed"
    rows = [
        [c.file, c.table, f"{c.rows_in:,}", f"{c.stored:,}", f"{sum(c.set_aside.values()):,}"]
        for c in batch.counts
    ]
    lines = [table(["file", "table", "rows in", "stored", "set aside"], rows)]
    for count in batch.counts:
        lines += [f"set aside, {count.table}: {n:,}: {why}" for why, n in count.set_aside.items()]
    lines += [f"not used: {file}: {why}" for file, why in loaded.unused.items()]
    replaced = f", in place of {len(loaded.replaced)} earlier" if loaded.replaced else ""
    lines.append(
        f"\nloaded {batch.row_count:,} rows of '{batch.source}' as batch {batch.batch_id}{replaced}"
    )
    return "\n".join(lines)
