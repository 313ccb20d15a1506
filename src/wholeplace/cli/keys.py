"""``wholeplace keys``: the secret key of the pseudonyms."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json


@click.group()
def keys() -> None:
    """Make, name and replace the secret key of a workspace; it is never shown."""


@keys.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@json_option
@refusing
def show(workspace: Path, as_json: bool) -> None:
    """Show the fingerprint of the key of a WORKSPACE."""
    from wholeplace.app.people.rotate_key import show_key
    from wholeplace.store.workspace import open_workspace

    _say("key", show_key(open_workspace(workspace)), as_json=as_json)


@keys.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@json_option
@refusing
def make(workspace: Path, as_json: bool) -> None:
    """Make a key for a WORKSPACE that has none, before anything is loaded."""
    from wholeplace.app.people.rotate_key import make_key
    from wholeplace.store.workspace import open_workspace

    _say("made key", make_key(open_workspace(workspace)), as_json=as_json)


def _say(what: str, key_id: str, *, as_json: bool) -> None:
    if as_json:
        say_json({"key_id": key_id})
    else:
        click.echo(f"{what} {key_id}")


@keys.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@json_option
@refusing
def rotate(workspace: Path, as_json: bool) -> None:
    """Give a WORKSPACE a new key, and every record and result in it new pseudonyms."""
    from wholeplace.app.people.rotate_key import rotate as rotate_all
    from wholeplace.store.workspace import open_workspace

    with progress(quiet=as_json) as show_step:
        before, after = rotate_all(open_workspace(workspace), progress=show_step)
    if as_json:
        say_json({"key_id": after, "before": before})
        return
    click.echo(f"key {before} is replaced by key {after}; all records and results are under it")
    click.echo("back up the identity folder now: without its keys nothing can be loaded or linked")
