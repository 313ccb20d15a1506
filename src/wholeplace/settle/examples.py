"""Run the worked examples that the parties agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from wholeplace.contract import (
    Contract,
    Example,
    Examples,
    kind_of_figure,
    read_value,
    supplied,
)
from wholeplace.document import Document
from wholeplace.kernel import (
    Figure,
    Problem,
    Refused,
    Unit,
    nearest,
    read_amount,
    read_fraction,
    round_to,
)
from wholeplace.settle.cells import cell
from wholeplace.settle.settle import settle
from wholeplace.settle.statement import find_figure

Path: TypeAlias = tuple[str | int, ...]


def check_examples(contract: Contract, examples: Document[Examples]) -> list[Problem]:
    """Settle every example and return where the agreement does not give what was expected.

    A number agrees when it does to the decimals that are written, money at least to the penny.
    """
    return [
        problem
        for i, example in enumerate(examples.value.root)
        for problem in _check(contract, examples, i, example)
    ]


def _check(
    contract: Contract, examples: Document[Examples], i: int, example: Example
) -> Iterator[Problem]:
    problems: list[Problem] = []
    figures = figures_given(contract, examples, i, problems)
    start = start_of_example(contract, examples, i, problems)
    if problems or start is None:
        yield from problems
        return
    try:
        statement = settle(contract, start, figures)
    except Refused as refused:
        yield from refused.problems
        return
    for name, expected in example.expect.items():
        path = (i, "expect", name)
        try:
            figure = find_figure(statement, name)
        except Refused as refused:
            yield from (problem.at(examples.where(*path)) for problem in refused.problems)
            continue
        if not agrees(figure, expected):
            found = cell(figure) or "missing"
            what = f"{example.name}: expected {name} = {expected}, but it is {found}"
            yield examples.problem(path, what, f"correct the example, or the line: {figure.inputs}")


def start_of_example(
    contract: Contract, examples: Document[Examples], i: int, problems: list[Problem]
) -> date | None:
    """Return the first day of an example's year; where it is none, add why to ``problems``."""
    try:
        return contract.year_start(examples.value.root[i].year)
    except ValueError as error:
        problems.append(examples.problem((i, "year"), str(error), "correct the year"))
        return None


def figures_given(
    contract: Contract, examples: Document[Examples], i: int, problems: list[Problem]
) -> dict[str, Figure]:
    """Return the figures of an example; add to ``problems`` why any cannot be read."""
    terms, example = contract.terms, examples.value.root[i]
    figures = {}
    for name, written in example.given.items():
        path = (i, "given", name)
        if name not in terms.figures:
            what = f"unknown figure '{name}'"
            problems.append(examples.problem(path, what, nearest(name, terms.figures)))
            continue
        try:
            kind = kind_of_figure(terms.figures[name])
            value = read_value(written, kind, terms.currency)
        except ValueError as error:
            problems.append(examples.problem(path, str(error), "correct the figure"))
        else:
            figures[name] = supplied(contract, name, value, f"example: {example.name}")
    return figures


def agrees(figure: Figure, expected: str) -> bool:
    """Return whether a figure is what was expected, to the decimals that are written."""
    if figure.value is None or not isinstance(figure.value, Fraction):
        return figure.shown == expected
    try:
        value, currency = _number(expected, figure)
    except ValueError:
        return False
    rounded = figure.value if "/" in expected else round_to(figure.value, _step(expected, figure))
    return currency == figure.currency and rounded == value


def _number(expected: str, figure: Figure) -> tuple[Fraction, str]:
    if figure.unit is Unit.MONEY:
        return read_amount(expected, figure.currency)
    return read_fraction(expected), figure.currency


def _step(expected: str, figure: Figure) -> Fraction:
    written = expected.strip()
    digits = written.rstrip("%kmbn").partition(".")[2]
    step = Fraction(1, 10 ** len(digits)) / (100 if written.endswith("%") else 1)
    return min(step, Fraction(1, 100)) if figure.unit is Unit.MONEY else step
