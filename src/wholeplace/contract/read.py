"""Read an agreement: from text to a checked contract, or to everything that is wrong with it."""

from __future__ import annotations

from wholeplace.contract.agreement import Contract
from wholeplace.contract.checks import CHECKS, check_payments, warnings_of
from wholeplace.contract.figures import kind_of_figure
from wholeplace.contract.formula import Kind
from wholeplace.contract.lines import Page, read_lines
from wholeplace.contract.model import Terms
from wholeplace.contract.parameters import read_parameters
from wholeplace.document import read_document
from wholeplace.kernel import Problem, refuse_if


def read_contract(text: str, file: str = "contract.yaml") -> Contract:
    """Return the agreement written in ``text``; ``file`` is the name to show in messages.

    Raises ``Refused``: first with every mistake of form, and once the form is right with every
    mistake of sense (names, shares, units, order, payments), each at its line and column.
    """
    document = read_document(text, file, Terms)
    problems = [problem for check in CHECKS for problem in check(document)]
    parameters, found = read_parameters(document)
    problems += found
    kinds: dict[str, Kind | None] = {
        name: kind_of_figure(figure) for name, figure in document.value.figures.items()
    }
    kinds |= {name: known.kind if known else None for name, known in parameters.items()}
    lines, found = read_lines(Page(document, text.split("\n")), kinds)
    problems += found
    kinds = dict.fromkeys(document.value.lines) | kinds | {line.name: line.kind for line in lines}
    problems += check_payments(document, kinds)
    refuse_if(sorted(dict.fromkeys(problems), key=_place))
    checked = {name: known for name, known in parameters.items() if known is not None}
    return Contract(document, checked, lines, tuple(warnings_of(document, lines)))


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.where.line or 0, problem.where.column or 0)
