"""Read a scenario: from text to a checked document, or to everything that is wrong with it."""

from __future__ import annotations

from wholeplace.document import Document, read_document
from wholeplace.kernel import Problem, refuse_if
from wholeplace.plan.faults import FIGURE_CHECKS, SCENARIO_CHECKS
from wholeplace.plan.scenario import Scenario


def read_scenario(text: str, file: str = "scenario.yaml") -> Document[Scenario]:
    """Return the scenario written in ``text``; ``file`` is the name to show in messages.

    Raises ``Refused``: first with every mistake of form, and once the form is right with every
    mistake of sense (lengths, limits, units, probabilities, correlations), each at its line.
    """
    document = read_document(text, file, Scenario)
    scenario = document.value
    found = [fault for check in SCENARIO_CHECKS for fault in check(scenario)]
    for name, figure in scenario.figures.items():
        found += [
            (("figures", name, *path), what, remedy)
            for check in FIGURE_CHECKS
            for path, what, remedy in check(figure, scenario)
        ]
    problems = [document.problem(path, what, remedy) for path, what, remedy in found]
    refuse_if(sorted(dict.fromkeys(problems), key=_place))
    return document


def _place(problem: Problem) -> tuple[int, int]:
    return (problem.where.line or 0, problem.where.column or 0)
