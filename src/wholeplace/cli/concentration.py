"""``wholeplace concentration``: how few people make half of something."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, progress, refusing, say_json
from wholeplace.kernel import read_fraction

if TYPE_CHECKING:
    from wholeplace.app.population.concentrate import Found
    from wholeplace.population.concentration import Concentration

_LEFT = "\n  "


class ShareType(click.ParamType[Fraction]):
    """A share such as 50%, 0.5 or 1/2."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Fraction:
        """Read the share, or fail as wrong usage."""
        if isinstance(value, Fraction):
            return value
        try:
            return read_fraction(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command()
@click.argument("table", metavar="TABLE", type=click.Path(path_type=Path))
@click.option("--person", default="person_id", show_default=True, help="The column of the person.")
@click.option("--of", help="The column to sum for each person; without it, rows are counted.")
@click.option("--by", help="The column of a group that each person is in, such as a neighbourhood.")
@click.option(
    "--share",
    type=ShareType(),
    default="50%",
    show_default=True,
    help="The part of the whole that is asked about.",
)
@click.option(
    "--population",
    type=click.IntRange(min=1),
    help="How many people there are, with those who have no row; without it, and for each group"
    " --by, those in the table.",
)
@click.option(
    "--curve",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where to write the curve as a CSV: a row for each hundredth of people.",
)
@json_option
@refusing
def concentration(  # noqa: PLR0913, PLR0917 - one for each option
    table: Path,
    person: str,
    of: str | None,
    by: str | None,
    share: Fraction,
    population: int | None,
    curve: Path | None,
    as_json: bool,
) -> None:
    """Say how few people make half of the rows in TABLE (or of a column), with the interval.

    TABLE has a row for each event, or a row for each person and a column --of.
    """
    from wholeplace.app.population.concentrate import Asked, concentrate, write_curve

    asked = Asked(person, of, by, share, population)
    with progress(quiet=as_json) as show:
        found = concentrate(table, asked, progress=show)
    if curve is not None:
        write_curve(found, curve)
    if as_json:
        say_json(_as_dict(found))
        return
    click.echo(_LEFT.join(_lines(found, of)))
    if curve is not None:
        click.echo(f"written: {curve}")


def _lines(found: Found, of: str | None) -> list[str]:
    from wholeplace.population.concentration import told

    one, what = found.whole, of or "rows"
    lines = [
        told(one, "people", what),
        f"{one.with_any:,} have any; {_total(found)} in all; Gini {one.gini:.3f}",
    ]
    if found.without_person:
        lines.append(f"{found.without_person:,} rows name no person, and are left out")
    lines += [f"{name}: {told(group, 'people', what)}" for name, group in found.groups.items()]
    return lines


def _total(found: Found) -> str:
    written = f"{Decimal(found.whole.total) / found.unit:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def _as_dict(found: Found) -> dict[str, object]:
    def one(part: Concentration) -> dict[str, object]:
        return asdict(part) | {"share": str(part.share), "total": part.total / found.unit}

    groups = {name: one(part) for name, part in found.groups.items()}
    return one(found.whole) | {"groups": groups, "without_person": found.without_person}
