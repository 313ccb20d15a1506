"""How commands speak: results on standard output, progress and problems on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

import click

from wholeplace.kernel import Problem, Refused

P = ParamSpec("P")
R = TypeVar("R")

REFUSED = 1

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Write the result as JSON, for other programs."
)


def refusing(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command end with its problems and exit code 1 where something was refused."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Refused as refused:
            say_problems(refused.problems, as_json=bool(kwargs.get("as_json")))
            sys.exit(REFUSED)

    return run


def say_problems(problems: tuple[Problem, ...], *, as_json: bool) -> None:
    """Write problems: as JSON on standard output, or as text on standard error."""
    if as_json:
        say_json({"refused": [problem.to_dict() for problem in problems]})
        return
    for problem in problems:
        click.echo(str(problem), err=True)
    number = len(problems)
    told = f"{number} problem{'s'[: number != 1]}"
    click.echo(f"\nrefused: {told}; this changed nothing", err=True)


def say_json(value: object) -> None:
    """Write a value as JSON."""
    click.echo(json.dumps(value, indent=1, ensure_ascii=False, default=str))


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that shows what is being done now; on a terminal the line is rewritten."""
    if quiet or not sys.stderr.isatty():
        yield (lambda _: None) if quiet else (lambda step: click.echo(f"  {step}", err=True))
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update


def table(headings: list[str], rows: list[list[str]]) -> str:
    """Return a plain text table: first column to the left, numbers to the right."""
    widths = [max(len(row[i]) for row in [headings, *rows]) for i in range(len(headings))]

    def line(cells: list[str]) -> str:
        first = cells[0].ljust(widths[0])
        return "  ".join([first, *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))])

    return "\n".join([line(headings), "  ".join("-" * w for w in widths), *map(line, rows)])
