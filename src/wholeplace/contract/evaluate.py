"""Run an agreement for a year: one explained figure for every line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from wholeplace.contract.agreement import Contract, Line
from wholeplace.contract.explain import Reasons
from wholeplace.contract.figures import take_in
from wholeplace.contract.formula import Absent, Operand, Undefined, value_of
from wholeplace.contract.in_force import InForce, in_force_on
from wholeplace.kernel import Figure, Problem

MOST_BITS = 4096


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
    run = _begin(contract, start_of_year, take_in(contract, figures))
    lines = tuple(_work_out(line, run) for line in contract.lines)
    paid = [term.amount for term in contract.payments if term.amount in run.reasons]
    problems = dict.fromkeys([*run.problems, *(run.reasons[name] for name in paid)])
    return Evaluation(lines, run.figures, run.values, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Run:
    """A run on its way: what is known so far, and for what is missing the reason at the root."""

    contract: Contract
    in_force: InForce
    figures: dict[str, Figure]
    values: dict[str, Operand]
    reasons: dict[str, Problem]
    problems: list[Problem] = field(default_factory=list)


def _begin(contract: Contract, day: date, supplied: Mapping[str, Figure]) -> _Run:
    in_force = in_force_on(contract, day)
    given = {n: figure.value for n, figure in supplied.items() if figure.value is not None}
    missing = [name for name, figure in supplied.items() if figure.is_missing]
    return _Run(
        contract,
        in_force,
        figures={**supplied, **in_force.figures},
        values={**in_force.values, **given},
        reasons={name: _not_supplied(contract, name) for name in missing},
    )


def _not_supplied(contract: Contract, name: str) -> Problem:
    term = contract.terms.figures[name]
    origin = term.from_ or (f"the column '{term.column}'" if term.column else f"'{name}'")
    return contract.document.problem(
        ("figures", name), f"figure '{name}' is missing", f"supply {origin}"
    )


def _work_out(line: Line, run: _Run) -> Figure:
    explained = Reasons(run.contract, run.in_force, run.figures, run.values)
    note = ""
    try:
        run.values[line.name] = _bounded(value_of(line.tree, run.values))
    except Absent as absent:
        run.reasons[line.name] = reason = run.reasons[absent.name]
        is_figure = absent.name in run.contract.terms.figures
        note = reason.what if is_figure else f"needs '{absent.name}', missing because {reason.what}"
    except Undefined as undefined:
        note = f"line '{line.name}' has no value: {undefined}"
        run.reasons[line.name] = _no_value(run.contract, line, note)
    if line.name in run.reasons:
        run.problems.append(run.reasons[line.name])
    figure = explained.figure_of_line(line, run.values.get(line.name), note)
    run.figures[line.name] = figure
    return figure


def _bounded(value: Operand) -> Operand:
    # Lines that square one another would otherwise fill the memory.
    if isinstance(value, Fraction):
        bits = value.numerator.bit_length() + value.denominator.bit_length()
        if bits > MOST_BITS:
            raise Undefined(f"the number needs more than {MOST_BITS:,} bits")
    return value


def _no_value(contract: Contract, line: Line, what: str) -> Problem:
    remedy = "see the figures put in, or write 'if' for the case"
    return contract.document.problem(("lines", line.name), what, remedy)
