"""How often each cap, floor, gate, band and condition of an agreement decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wholeplace.contract import Contract, Line
from wholeplace.contract.formula import Basic, Node, write
from wholeplace.contract.in_force import in_force_on
from wholeplace.plan.measure import Estimate, mean_of, share_of
from wholeplace.plan.questions import questions_in
from wholeplace.plan.settled import Settled


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit as written: its line, the whole of it, which part, and the question for each year."""

    line: str
    written: str
    part: str
    asked: tuple[Node | None, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """How often a limit decided: the share of contract years, and of draws in any year."""

    line: str
    written: str
    part: str
    years: Estimate
    draws: Estimate


def limits_of(contract: Contract, starts: Sequence[date]) -> tuple[Limit, ...]:
    """Return every limit in the lines of an agreement, in the order in which they are written."""
    found: dict[tuple[str, str, str], list[Node | None]] = {}
    for year, start in enumerate(starts):
        values = in_force_on(contract, start).values
        for line in contract.lines:
            for question in questions_in(line.tree, values):
                key = (line.name, question.written, question.part)
                found.setdefault(key, [None] * len(starts))[year] = question.asks
    return tuple(Limit(*key, tuple(asked)) for key, asked in found.items())


def question_lines(limits: Sequence[Limit]) -> tuple[Line, ...]:
    """Return a line for each question, to be worked out beneath the lines it asks about."""
    names = {
        _name(i, question): question
        for i, limit in enumerate(limits)
        for question in limit.asked
        if question is not None
    }
    return tuple(Line(name, "", asks, Basic.YES_NO, "", "") for name, asks in names.items())


def _name(i: int, question: Node) -> str:
    # No name of an agreement has a space in it, so that none of its own is hidden.
    return f"limit {i}: {write(question)}"


def bindings(limits: Sequence[Limit], settled: Settled) -> tuple[Binding, ...]:
    """Return how often each limit decided, among the years that could be settled."""
    return tuple(_binding(i, limit, settled) for i, limit in enumerate(limits))


def _binding(i: int, limit: Limit, settled: Settled) -> Binding:
    decided = np.zeros(settled.is_settled.shape, np.bool_)
    for year, question in enumerate(limit.asked):
        if question is not None:
            name = _name(i, question)
            said = settled.values[name][:, year].astype(np.bool_)
            decided[:, year] = said & settled.has_value[name][:, year]
    decided &= settled.is_settled
    number = settled.is_settled.sum(axis=1)
    counted = decided.sum(axis=1)[number > 0] / number[number > 0]
    # The years of a draw go together: the error is that of the draws' own shares.
    years, draws = mean_of(counted), share_of(int((counted > 0).sum()), len(counted))
    # What never decided in any draw, or always in every one, is as sure of years as of draws.
    years = draws if years.value in {0, 1} else years
    return Binding(limit.line, limit.written, limit.part, years, draws)
