"""``wholeplace init``: make a workspace."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, refusing, say_json


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option(
    "--place", required=True, help="A shipped place, or the path of a place folder to copy."
)
@json_option
@refusing
def init(workspace: Path, place: str, as_json: bool) -> None:
    """Make a WORKSPACE: a copy of a place, ready for records."""
    from wholeplace.app.init_workspace import init_workspace

    made = init_workspace(workspace, place)
    if as_json:
        say_json({"workspace": str(made.root), "files": made.files})
        return
    click.echo(f"{made.title}\nmade {made.root} with {', '.join(made.files)}")
    click.echo(f"next: wholeplace load {made.root} --from MAPPING PATH")
