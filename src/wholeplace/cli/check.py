"""``wholeplace check``: are the documents right?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from wholeplace.cli.output import json_option, refusing, say_json, table

if TYPE_CHECKING:
    from wholeplace.app.check_documents import BeforeSigning, Checked
    from wholeplace.kernel import Money


@click.command()
@click.argument("what")
@click.option(
    "--signing",
    is_flag=True,
    help="Look for the known ways in which agreements fail, in one that is signed too.",
)
@json_option
@refusing
def check(what: str, signing: bool, as_json: bool) -> None:
    """Check WHAT (a workspace, place, contract, mapping, cohort, rule set); run its examples.

    Of an agreement that is not signed yet, it also says what to settle before it is.
    """
    from wholeplace.app.check_documents import check as check_documents

    checked = check_documents(what, signing=signing)
    if as_json:
        say_json(_as_dict(checked))
        return
    for warning in checked.warnings:
        click.echo(f"warning: {warning}")
    for name in checked.documents:
        click.echo(f"right: {name}")
    if checked.examples:
        click.echo(_examples_said(checked.examples))
    if checked.before_signing is not None:
        click.echo("\n".join(_told(checked.before_signing)))


def _as_dict(checked: Checked) -> dict[str, object]:
    before = checked.before_signing
    signing = {
        "advice": [advice.to_dict() for advice in before.advice] if before else [],
        "years": [year.to_dict() for year in before.years] if before else [],
    }
    return {
        "right": list(checked.documents),
        "examples": checked.examples,
        "warnings": [warning.to_dict() for warning in checked.warnings],
    } | ({"before_signing": signing} if before else {})


def _told(before: BeforeSigning) -> Iterator[str]:
    yield "\nBEFORE SIGNING (advice; nothing here refuses the agreement)"
    if before.years:
        headings = ["year", "price", "expected cost", "VAT not got back", "price less cost"]
        rows = [
            [
                year.year,
                _shown(year.price),
                _shown(year.cost),
                _shown(year.vat if year.vat_is_borne else None),
                _shown(year.gap),
            ]
            for year in before.years
        ]
        yield "\n" + table(headings, rows)
    for i, advice in enumerate(before.advice, 1):
        yield f"\n{i}. {advice}"
    if not before.advice:
        yield "\nnone of the known ways in which such agreements fail was found"


def _shown(amount: Money | None) -> str:
    return "-" if amount is None else str(amount)


def _examples_said(number: int) -> str:
    if number == 1:
        return "1 worked example agrees to the penny"
    return f"{number} worked examples agree to the penny"
