"""Read an agreement: from text to a checked contract, or to everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Collection

from wholeplace.contract.agreement import Contract
from wholeplace.contract.checks import CHECKS, check_size, warnings_of
from wholeplace.contract.deal_checks import DEAL_CHECKS
from wholeplace.contract.figures import kind_of_figure
from wholeplace.contract.formula import Kind
from wholeplace.contract.lines import Page, read_lines
from wholeplace.contract.model import Terms
from wholeplace.contract.parameters import read_parameters
from wholeplace.contract.payment_checks import check_payments
from wholeplace.contract.variations import (
    check_variations,
    variation_warnings,
    with_variations,
)
from wholeplace.document import read_document
from wholeplace.kernel import Problem, refuse_if


def read_contract(
    text: str, file: str = "contract.yaml", *, including: Collection[str] = ()
) -> Contract:
    """Return the agreement written in ``text``; ``file`` is the name to show in messages.

    ``including`` names, by title, proposed variations to be taken as agreed: what the agreement
    would be with them.

    Raises ``Refused``: first with every mistake of form, and once the form is right with every
    mistake of sense (names, shares, units, order, payments), each at its line and column.
    """
    document = read_document(text, file, Terms)
    refuse_if(check_size(document))
    problems = [problem for check in (*CHECKS, *DEAL_CHECKS) for problem in check(document)]
    parameters, found = read_parameters(document)
    problems += found
    amiss = list(check_variations(document, parameters, including))
    problems += amiss
    if document.value.variations and not amiss:
        document = with_variations(document, including)
        parameters, _ = read_parameters(document)
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
    warnings = (*warnings_of(document, lines), *variation_warnings(document))
    return Contract(document, checked, lines, warnings)


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.where.line or 0, problem.where.column or 0)
