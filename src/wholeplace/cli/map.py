"""``wholeplace map``: write the mapping of a source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, refusing, say_json, table

if TYPE_CHECKING:
    from wholeplace.app.load.suggest_mapping import Proposal


@click.group(name="map")
def map_() -> None:
    """Write the mapping by which the files of a source become canonical tables."""


@map_.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--table",
    "tables",
    multiple=True,
    help="A canonical table to fill, once for each; without it, those that the file fits best.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write the mapping to this file, which must not be there yet.",
)
@json_option
@refusing
def suggest(file: Path, tables: tuple[str, ...], output: Path | None, as_json: bool) -> None:
    """Propose a mapping for FILE, from the names and values of its columns, to be reviewed.

    Examples of values are shown beside the lines, but never of a column that may name a person.
    """
    from wholeplace.app.load.suggest_mapping import suggest_mapping

    proposal = suggest_mapping(file, tables, output=output)
    if as_json:
        say_json(_as_dict(proposal))
    elif output is None:
        click.echo(proposal.text, nl=False)
    else:
        click.echo(_told(proposal, output))


def _as_dict(proposal: Proposal) -> dict[str, object]:
    return {
        "mapping": proposal.text,
        "tables": [
            {
                "table": filled.table.name,
                "score": round(filled.score, 3),
                "columns": [
                    {
                        "column": match.column,
                        "from": match.found,
                        "score": match.score,
                        "why": match.why,
                        "or": match.other or None,
                    }
                    for match in filled.matches
                ],
                "missing": list(filled.missing),
            }
            for filled in proposal.made.tables
        ],
        "unmapped": list(proposal.made.unmapped),
        "other_tables": [other.table.name for other in proposal.others],
    }


def _told(proposal: Proposal, output: Path) -> str:
    rows = [
        [filled.table.name, match.column, match.found, f"{match.score:.2f}", match.other or "-"]
        for filled in proposal.made.tables
        for match in filled.matches
    ]
    lines = [table(["table", "column", "from", "score", "or"], rows)]
    unmapped = ", ".join(proposal.made.unmapped) or "none"
    lines.append(f"\nnot used: {unmapped}")
    if proposal.others:
        names = ", ".join(other.table.name for other in proposal.others)
        lines.append(f"it might fill as well (say so with --table): {names}")
    lines.append(
        f"\nwrote {output}: read each line, most of all those that say LOOK, then check it"
    )
    return "\n".join(lines)
