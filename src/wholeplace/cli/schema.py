"""``wholeplace schema``: what an editor needs to complete and check documents."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import refusing


@click.command()
@click.argument("document", required=False)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="Write all into a folder."
)
@refusing
def schema(document: str | None, output: Path | None) -> None:
    """Print the JSON Schema of a DOCUMENT (contract, place ...); without DOCUMENT, list them."""
    from wholeplace.app.print_schema import schema_names, schema_text, write_schemas

    if output is not None and document is not None:
        raise click.UsageError("--output writes all of them; leave DOCUMENT out")
    if output is not None:
        click.echo("\n".join(f"written: {path}" for path in write_schemas(output)))
    elif document is None:
        click.echo("\n".join(schema_names()))
    else:
        click.echo(schema_text(document), nl=False)
