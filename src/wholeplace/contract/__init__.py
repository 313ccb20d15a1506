"""The agreement between the partners: read, checked and worked out, line by line, exactly."""

from wholeplace.contract.agreement import Contract, Line
from wholeplace.contract.checks import ROW_COLUMNS
from wholeplace.contract.deal import LegalForm, Phase
from wholeplace.contract.evaluate import Evaluation, evaluate
from wholeplace.contract.examples import Example, Examples, read_examples
from wholeplace.contract.explain import plain_value
from wholeplace.contract.figures import kind_of_figure, read_value, supplied
from wholeplace.contract.formula import Kind
from wholeplace.contract.model import Terms
from wholeplace.contract.read import read_contract
from wholeplace.contract.reviews import outside_term, reviews_due

__all__ = [
    "ROW_COLUMNS",
    "Contract",
    "Evaluation",
    "Example",
    "Examples",
    "Kind",
    "LegalForm",
    "Line",
    "Phase",
    "Terms",
    "evaluate",
    "kind_of_figure",
    "outside_term",
    "plain_value",
    "read_contract",
    "read_examples",
    "read_value",
    "reviews_due",
    "supplied",
]
