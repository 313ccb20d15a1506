"""Run an agreement for a year: one explained figure for every line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wholeplace.contract.agreement import Contract
from wholeplace.contract.explain import Reasons
from wholeplace.contract.figures import take_in
from wholeplace.contract.formula import Operand
from wholeplace.contract.in_force import in_force_on
from wholeplace.contract.work_out import work_out
from wholeplace.kernel import Figure, Problem


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What an agreement gives for a year.

    ``figures`` has every name of the agreement, ``values`` those that have a value. ``problems``
    say why lines, or figures to be paid, are missing, each reason once and at its root.
    """

    lines: tuple[Figure, ...]
    figures: Mapping[str, Figure]
    values: Mapping[str, Operand]
    problems: tuple[Problem, ...]


def evaluate(contract: Contract, start_of_year: date, figures: Mapping[str, Figure]) -> Evaluation:
    """Work out every line, exactly, for the contract year that starts on a day.

    Parameters are taken as they stand on that day. A figure that is missing, or a formula that has
    no value (it divides by zero), leaves its line and those that need it missing, with a note.
    Raises ``Refused`` where the day does not start a contract year, a parameter has no value on
    it, or a figure supplied is of the wrong unit.
    """
    supplied, in_force = take_in(contract, figures), in_force_on(contract, start_of_year)
    given = {name: f.value for name, f in supplied.items() if f.value is not None}
    worked = work_out(contract, in_force.values, given)
    known = {**supplied, **in_force.figures}
    explained = Reasons(contract, in_force, known, worked.values)
    for line in contract.lines:
        value, note = worked.values.get(line.name), worked.notes.get(line.name, "")
        known[line.name] = explained.figure_of_line(line, value, note)
    lines = tuple(known[line.name] for line in contract.lines)
    return Evaluation(lines, known, worked.values, worked.problems(contract))
