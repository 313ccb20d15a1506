"""The command ``wholeplace`` and the list of its commands."""

from __future__ import annotations

import click

from wholeplace.cli.amend import amend
from wholeplace.cli.budget import budget
from wholeplace.cli.candidates import candidates
from wholeplace.cli.care import care
from wholeplace.cli.check import check
from wholeplace.cli.cohorts import cohorts
from wholeplace.cli.compare import compare
from wholeplace.cli.concentration import concentration
from wholeplace.cli.demo import demo
from wholeplace.cli.diff import diff
from wholeplace.cli.explain import explain
from wholeplace.cli.export import export
from wholeplace.cli.inequality import inequality
from wholeplace.cli.init import init
from wholeplace.cli.keys import keys
from wholeplace.cli.link import link
from wholeplace.cli.load import load
from wholeplace.cli.map import map_
from wholeplace.cli.optout import optout
from wholeplace.cli.outcomes import outcomes
from wholeplace.cli.quality import quality
from wholeplace.cli.report import report
from wholeplace.cli.restate import restate
from wholeplace.cli.risk import risk
from wholeplace.cli.run import run
from wholeplace.cli.schema import schema
from wholeplace.cli.score import score
from wholeplace.cli.segments import segments
from wholeplace.cli.serve import serve
from wholeplace.cli.settle import settle
from wholeplace.cli.simulate import simulate

COMMANDS = (
    demo,
    init,
    load,
    link,
    map_,
    quality,
    run,
    score,
    concentration,
    segments,
    cohorts,
    inequality,
    risk,
    candidates,
    outcomes,
    budget,
    settle,
    restate,
    diff,
    explain,
    check,
    amend,
    simulate,
    compare,
    report,
    export,
    keys,
    optout,
    schema,
    serve,
    care,
)


class InOrder(click.Group):
    """A group that lists its commands in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, first things first."""
        del ctx
        return list(self.commands)


@click.group(cls=InOrder)
@click.version_option(package_name="wholeplace")
def main() -> None:
    """Accountable care for a whole place: the partners' agreement is a document that runs.

    Exit codes: 0 done, 1 the data or a document was refused, 2 the command was not understood.
    """


for command in COMMANDS:
    main.add_command(command)
