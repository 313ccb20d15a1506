"""The agreement between the partners: read, checked and worked out, line by line, exactly."""

from wholeplace.contract.agreement import Contract, Line
from wholeplace.contract.checks import ROW_COLUMNS
from wholeplace.contract.evaluate import Evaluation, evaluate
from wholeplace.contract.examples import Example, Examples, read_examples
from wholeplace.contract.figures import kind_of_figure, read_value, supplied
from wholeplace.contract.formula import Kind
from wholeplace.contract.model import Terms
from wholeplace.contract.read import read_contract

__all__ = [
    "ROW_COLUMNS",
    "Contract",
    "Evaluation",
    "Example",
    "Examples",
    "Kind",
    "Line",
    "Terms",
    "evaluate",
    "kind_of_figure",
    "read_contract",
    "read_examples",
    "read_value",
    "supplied",
]
