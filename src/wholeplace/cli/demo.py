"""``wholeplace demo``: a whole synthetic place, from records to report."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path), default="wholeplace-demo")
@click.option(
    "--people",
    default=20_000,
    show_default=True,
    type=click.IntRange(100, 5_000_000),
    help="How many people are registered on the first day.",
)
@click.option(
    "--seed",
    default=2019,
    show_default=True,
    type=click.IntRange(0),
    help="The same seed makes the same people.",
)
@click.option(
    "--place",
    default="hillingdon-2019",
    show_default=True,
    help="The place whose agreement is run.",
)
@json_option
@refusing
def demo(workspace: Path, people: int, seed: int, place: str, as_json: bool) -> None:
    """Make a synthetic place in WORKSPACE, run everything and write the report.

    The people are invented; the agreement is the place's own.
    """
    from wholeplace.app.make_demo import make_demo
    from wholeplace.app.make_report import summary

    with progress(quiet=as_json) as show:
        made = make_demo(workspace, place, people, seed, progress=show)
    if as_json:
        say_json({"workspace": str(made.workspace.root), "report": str(made.report)})
        return
    click.echo("\n".join(summary(made.workspace, made.year)))
    click.echo(f"""
made in {made.workspace.root} (synthetic people, seed {seed}):
  {made.report}   the report: open it in a browser
  {made.results}   figures, tables and the statement
  wholeplace explain {made.workspace.root}                  every figure by name
  wholeplace explain {made.workspace.root} payments.thh     why a partner is paid what it is""")
