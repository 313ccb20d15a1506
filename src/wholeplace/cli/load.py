"""``wholeplace load``: bring records in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import (
    REFUSED,
    json_option,
    progress,
    refusing,
    say_json,
    say_problems,
    table,
)

if TYPE_CHECKING:
    from wholeplace.app.load.feeds import Outcome, Source
    from wholeplace.app.load.load_feed import Loaded
    from wholeplace.app.load.reversals import Reversed
    from wholeplace.store.ledger import Count
    from wholeplace.store.workspace import Workspace

HEADINGS = ["file", "table", "rows in", "stored", "set aside", "refused", "superseded", "late"]


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("path", required=False)
@click.option(
    "--from",
    "mapping",
    help="How to read the files: canonical, the name of a shipped mapping, or the path of a"
    " mapping file.",
)
@click.option("--name", help="What to call this feed; without it, the name of the mapping.")
@click.option(
    "--replace", is_flag=True, help="Put this load in the place of earlier ones of its name."
)
@click.option("--no-wait", is_flag=True, help="Refuse at once where another load is writing here.")
@json_option
@refusing
def load(
    workspace: Path,
    path: str | None,
    mapping: str | None,
    name: str | None,
    replace: bool,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Load the records at PATH (a folder, file or database) into a WORKSPACE: all or none.

    Without PATH, every feed listed in the workspace's feeds.yaml is loaded.
    """
    from wholeplace.app.load.feeds import Source, listed_feeds
    from wholeplace.app.load.load_feed import LoadOptions
    from wholeplace.store.workspace import open_workspace

    space = open_workspace(workspace)
    if path is None:
        _load_all(space, listed_feeds(space, wait=not no_wait), as_json=as_json)
    elif mapping is None:
        raise click.UsageError("say how to read the files with --from")
    else:
        options = LoadOptions(name, replace, not no_wait)
        _load_one(space, Source(_place(path), mapping, options), as_json=as_json)


def _place(path: str) -> Path | str:
    from wholeplace.store.sources import is_database

    return path if is_database(path) else Path(path)


def _load_one(space: Workspace, source: Source, *, as_json: bool) -> None:
    from wholeplace.app.load.load_feed import load_feed

    with progress(quiet=as_json) as show:
        loaded = load_feed(
            space, source.place, source.mapping, options=source.options, progress=show
        )
    if as_json:
        say_json([_as_dict(loaded)])
    else:
        click.echo(_as_text(loaded))


def _load_all(space: Workspace, sources: list[Source], *, as_json: bool) -> None:
    from wholeplace.app.load.feeds import load_listed

    with progress(quiet=as_json) as show:
        outcomes = []
        for outcome in load_listed(space, sources, show):
            outcomes.append(outcome)
            if not as_json:
                _say(outcome)
    if as_json:
        say_json([_outcome(outcome) for outcome in outcomes])
    refused = [outcome.name for outcome in outcomes if outcome.refused]
    if refused and not as_json:
        told = f"{len(refused)} of {len(outcomes)} feeds refused: {', '.join(refused)}"
        click.echo(f"\n{told}; the others are loaded", err=True)
    if refused:
        sys.exit(REFUSED)


def _say(outcome: Outcome) -> None:
    if outcome.loaded:
        click.echo(_as_text(outcome.loaded))
    elif outcome.refused:
        click.echo(f"{outcome.name}:", err=True)
        say_problems(outcome.refused.problems, as_json=False)


def _outcome(outcome: Outcome) -> dict[str, object]:
    if outcome.loaded:
        return _as_dict(outcome.loaded)
    problems = outcome.refused.problems if outcome.refused else ()
    return {"feed": outcome.name, "refused": [problem.to_dict() for problem in problems]}


def _as_dict(loaded: Loaded) -> dict[str, object]:
    return {
        "feed": loaded.batch.source,
        "batch": loaded.batch.batch_id,
        "already_loaded": loaded.already,
        "replaced": list(loaded.replaced),
        "superseded_in_earlier_loads": loaded.superseded,
        "rows": [_row(count) for count in loaded.batch.counts],
        "unused_files": loaded.unused,
        "repaired": list(loaded.repaired),
        "reversals": [_reversed(found) for found in loaded.reversals],
    }


def _reversed(found: Reversed) -> dict[str, object]:
    return {
        "basis": found.basis,
        "currency": found.currency,
        "sums": found.sums,
        "amount": str(found.amount),
    }


def _row(count: Count) -> dict[str, object]:
    return {
        "file": count.file,
        "table": count.table,
        "in": count.rows_in,
        "stored": count.stored,
        "set_aside": dict(count.set_aside),
        "refused": count.refused,
        "superseded": count.superseded,
        "adds_up": count.adds_up,
        "months": dict(count.months),
        "late": dict(count.late),
        "late_after_flex": dict(count.after_flex),
        "late_after_freeze": dict(count.after_freeze),
    }


def _as_text(loaded: Loaded) -> str:
    batch = loaded.batch
    if loaded.already:
        return f"{batch.source}: loaded already as batch {batch.batch_id}; nothing changed"
    lines = [table(HEADINGS, [_cells(count) for count in batch.counts])]
    for count in batch.counts:
        lines += _notes(count)
    lines += map(_warned, loaded.reversals)
    lines += [f"read by a rule of the mapping: {rule}" for rule in loaded.repaired]
    lines += [f"not used: {file}: {why}" for file, why in loaded.unused.items()]
    replaced = f", in place of {len(loaded.replaced)} earlier" if loaded.replaced else ""
    lines.append(
        f"\nloaded {batch.row_count:,} rows of '{batch.source}' as batch {batch.batch_id}{replaced}"
    )
    if loaded.superseded:
        lines.append(f"{loaded.superseded:,} rows of earlier loads no longer count")
    return "\n".join(lines)


def _warned(found: Reversed) -> str:
    sums = "1 sum of {} costs is" if found.sums == 1 else f"{found.sums:,} sums of {{}} costs are"
    return (
        f"warning: {sums.format(found.basis)} below nought, in all {found.currency}"
        f" {found.amount:,}: listed in the batch's reversals.parquet"
    )


def _cells(count: Count) -> list[str]:
    numbers = [
        *(count.rows_in, count.stored, sum(count.set_aside.values())),
        *(count.refused, count.superseded, sum(count.late.values())),
    ]
    return [count.file, count.table, *(f"{number:,}" for number in numbers)]


def _notes(count: Count) -> Iterator[str]:
    for why, number in count.set_aside.items():
        yield f"set aside, {count.table}: {number:,}: {why}"
    if count.refused:
        yield f"refused, {count.table}: {count.refused:,}: listed in the batch's refused.parquet"
    for month, number in count.late.items():
        day = "freeze" if month in count.after_freeze else "flex"
        known = month in count.after_flex or month in count.after_freeze
        final = f", after its {day} date" if known else ""
        yield f"late, {count.table}: {number:,} rows of {month} came after it was loaded{final}"
