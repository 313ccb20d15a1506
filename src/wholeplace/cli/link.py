"""``wholeplace link``: bring the keys of all sources together, one person each."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json, table


class PeopleFirst(click.Group):
    """A group in which the workspace alone means: link its people."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the name of the first command where only its arguments are given."""
        named = next((arg for arg in args if not arg.startswith("-")), None)
        if named is not None and named not in self.commands:
            args = ["people", *args]
        return super().parse_args(ctx, args)


@click.group(cls=PeopleFirst)
def link() -> None:
    """Link the keys by which sources know people: `wholeplace link WORKSPACE`."""


@link.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@json_option
@refusing
def people(workspace: Path, as_json: bool) -> None:
    """Link every key of a WORKSPACE to one person: by number, by likeness, by decision."""
    from wholeplace.app.people.link_people import link_people
    from wholeplace.store.workspace import open_workspace

    with progress(quiet=as_json) as show:
        linked = link_people(open_workspace(workspace), progress=show)
    if as_json:
        say_json(linked.as_dict())
        return
    rows = [[rule, f"{number:,}"] for rule, number in linked.links.items()]
    click.echo(table(["linked by", "keys"], rows) if rows else "no key needed a link")
    keys, pairs = _number(linked.identities, "key"), _number(linked.review, "pair")
    click.echo(f"\n{keys} with an identity; {pairs} to review")
    if linked.in_doubt:
        doubt = _number(linked.in_doubt, "group")
        click.echo(f"in doubt, because decisions join several people: {doubt}")
    if linked.review:
        click.echo(f"next: wholeplace link review {workspace}")


@link.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.option("--most", default=20, show_default=True, type=click.IntRange(1), help="How many.")
@json_option
@refusing
def review(workspace: Path, most: int, as_json: bool) -> None:
    """List the pairs of a WORKSPACE that a person must decide, the likeliest first.

    Names and dates are shown on a terminal only; review.csv in the identity folder has them all.
    """
    from wholeplace.app.people.review_links import pairs_to_review
    from wholeplace.store.workspace import open_workspace

    found = pairs_to_review(open_workspace(workspace))
    shown = found.rows[:most]
    if as_json:
        say_json([found.without_names(row) for row in shown])
        return
    for row in shown:
        click.echo("\n".join(found.words(row, named=sys.stdout.isatty())))
    click.echo(f"\n{_number(len(found.rows), 'pair')}; with names and dates: {found.file}")
    click.echo(f'next: wholeplace link decide {workspace} A B --same --by NAME --reason "WHY"')


def _number(count: int, of: str) -> str:
    return f"{count:,} {of}{'s'[: count != 1]}"


@link.command()
@click.argument("workspace", type=click.Path(path_type=Path))
@click.argument("one", metavar="A")
@click.argument("other", metavar="B")
@click.option("--same/--different", default=None, help="Are A and B one person?")
@click.option("--by", required=True, help="Who decides.")
@click.option("--reason", required=True, help="Why: what was looked at.")
@json_option
@refusing
def decide(
    workspace: Path, one: str, other: str, same: bool | None, by: str, reason: str, as_json: bool
) -> None:
    """Decide that A and B of a WORKSPACE are one person, or two; it counts at the next linking.

    A and B are named as the list of pairs names them. A later decision on a pair undoes the last.
    """
    from wholeplace.app.people.review_links import decide as decide_pair
    from wholeplace.store.workspace import open_workspace

    if same is None:
        raise click.UsageError("say --same or --different")
    space = open_workspace(workspace)
    decide_pair(space, one, other, same=same, by=by, reason=reason)
    told = "one person" if same else "two people"
    if as_json:
        say_json({"one": one, "other": other, "same": same, "by": by})
        return
    click.echo(f"kept: {one} and {other} are {told}, by {by}")
    click.echo(f"next: wholeplace link {workspace}")
