"""The option that names a financial year."""

from __future__ import annotations

import click

from wholeplace.kernel import FinancialYear, read_financial_year


class YearType(click.ParamType[FinancialYear]):
    """A financial year such as 2019/20."""

    name = "year"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> FinancialYear:
        """Read the year, or fail as wrong usage."""
        if isinstance(value, FinancialYear):
            return value
        try:
            return read_financial_year(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


year_option = click.option(
    "--year",
    type=YearType(),
    help="The financial year, like 2019/20; without it, the latest that has been run.",
)
