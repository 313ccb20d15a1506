"""``wholeplace check``: are the documents right?"""

from __future__ import annotations

import click

from wholeplace.cli.output import json_option, refusing, say_json


@click.command()
@click.argument("what")
@json_option
@refusing
def check(what: str, as_json: bool) -> None:
    """Check WHAT (a workspace, place, contract or mapping) and run its worked examples."""
    from wholeplace.app.check_documents import check as check_documents

    checked = check_documents(what)
    if as_json:
        warnings = [warning.to_dict() for warning in checked.warnings]
        documents = list(checked.documents)
        say_json({"right": documents, "examples": checked.examples, "warnings": warnings})
        return
    for warning in checked.warnings:
        click.echo(f"warning: {warning}")
    for name in checked.documents:
        click.echo(f"right: {name}")
    if checked.examples:
        click.echo(f"{checked.examples} worked examples agree to the penny")
