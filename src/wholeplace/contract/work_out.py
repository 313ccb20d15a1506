"""Work out the values of every line for a year, in order; what is missing keeps its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from wholeplace.contract.agreement import Contract, Line
from wholeplace.contract.formula import Absent, Operand, Undefined, value_of
from wholeplace.kernel import Problem

MOST_BITS = 4096


@dataclass(frozen=True, slots=True)
class Worked:
    """Lines that have been worked out.

    ``values`` holds every name that has a value: figures, parameters and lines. ``reasons`` says
    of each that has none why, at the root, and ``notes`` of each line what to tell of it.
    """

    values: dict[str, Operand]
    reasons: dict[str, Problem]
    notes: dict[str, str] = field(default_factory=dict)

    def problems(self, contract: Contract) -> tuple[Problem, ...]:
        """Return why lines, or figures that are paid, are missing: each reason once."""
        paid = (payment.amount for payment in contract.payments)
        names = (*(line.name for line in contract.lines), *paid)
        return tuple(dict.fromkeys(self.reasons[name] for name in names if name in self.reasons))


def work_out(
    contract: Contract, parameters: Mapping[str, Operand], given: Mapping[str, Operand]
) -> Worked:
    """Return the value of every line over the figures given and the parameters of a year.

    A figure that is not given, or a formula that has no value (it divides by zero), leaves its
    line and those that need it without one.
    """
    missing = [name for name in contract.terms.figures if name not in given]
    worked = Worked(
        {**parameters, **given}, {name: not_supplied(contract, name) for name in missing}
    )
    for line in contract.lines:
        _work_out(contract, line, worked)
    return worked


def not_supplied(contract: Contract, name: str) -> Problem:
    """Return the problem of a figure that was not given."""
    term = contract.terms.figures[name]
    origin = term.from_ or (f"the column '{term.column}'" if term.column else f"'{name}'")
    return contract.document.problem(
        ("figures", name), f"figure '{name}' is missing", f"supply {origin}"
    )


def _work_out(contract: Contract, line: Line, worked: Worked) -> None:
    try:
        worked.values[line.name] = _bounded(value_of(line.tree, worked.values))
    except Absent as absent:
        worked.reasons[line.name] = reason = worked.reasons[absent.name]
        is_figure = absent.name in contract.terms.figures
        why = reason.what if is_figure else f"needs '{absent.name}', missing because {reason.what}"
        worked.notes[line.name] = why
    except Undefined as undefined:
        why = f"line '{line.name}' has no value: {undefined}"
        worked.notes[line.name] = why
        worked.reasons[line.name] = contract.document.problem(
            ("lines", line.name), why, "see the figures put in, or write 'if' for the case"
        )


def _bounded(value: Operand) -> Operand:
    # Lines that square one another would otherwise fill the memory.
    if isinstance(value, Fraction):
        bits = value.numerator.bit_length() + value.denominator.bit_length()
        if bits > MOST_BITS:
            raise Undefined(f"the number needs more than {MOST_BITS:,} bits")
    return value
