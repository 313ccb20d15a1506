"""``wholeplace serve``: the web application of the care teams."""

from __future__ import annotations

from pathlib import Path

import click

from wholeplace.cli.output import refusing


@click.command()
@click.argument("workspace", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.option("--demo", "is_demo", is_flag=True, help="Serve made-up people, with open sign-ins.")
@click.option("--people", type=click.IntRange(1), default=200, help="How many, with --demo.")
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="The port to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, help="How many processes.")
@click.option("--prepare-only", is_flag=True, help="Make everything ready, and stop.")
@refusing
def serve(  # an option each
    workspace: Path,
    is_demo: bool,
    people: int,
    host: str,
    port: int,
    workers: int,
    prepare_only: bool,
) -> None:
    """Serve the care records in WORKSPACE to a browser.

    The database is made or brought up to date first. Outside a demonstration WHOLEPLACE_SECRET must
    be set.
    """
    from wholeplace.web.start import Serving, prepare
    from wholeplace.web.start import serve as run

    serving = Serving(workspace, is_demo, host, port, workers)
    made = prepare(serving, people)
    if made is not None:
        from wholeplace.care.demo import DEMO_PASSWORD

        click.echo(f"{made.people:,} made-up people; the password of everybody is {DEMO_PASSWORD}")
        for address, role in made.sign_ins:
            click.echo(f"  {address}  {role}")
    if prepare_only:
        return
    click.echo(f"open http://{host}:{port}/ in a browser; stop with Ctrl-C")
    run(serving)
