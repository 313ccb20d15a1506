"""The option that asks for what was known on a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import click

_REMEDY = "write a day as 2019-07-01, or a moment as 2019-07-01T09:30 (UTC)"


class MomentType(click.ParamType[date]):
    """A day, which means its end, or a moment; both in UTC."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Read the day or the moment, or fail as wrong usage."""
        if isinstance(value, date):
            return value
        text = str(value)
        try:
            # A moment is a day too, for Python.
            return _moment(text) if "T" in text else date.fromisoformat(text)
        except ValueError:
            self.fail(f"'{text}' is no day: {_REMEDY}", param, ctx)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


as_at_option = click.option(
    "--as-at",
    type=MomentType(),
    help="Count what was known at the end of that day, or at that moment (UTC).",
)
