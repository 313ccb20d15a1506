"""The language of lines: read a formula into a small tree, check its units, work it out."""

from wholeplace.contract.formula.check import Scope, check_formula
from wholeplace.contract.formula.evaluate import value_of
from wholeplace.contract.formula.functions import FUNCTIONS, Function
from wholeplace.contract.formula.numbers import EXACT, Absent, Numbers, Undefined
from wholeplace.contract.formula.read import read_formula
from wholeplace.contract.formula.tokens import WORDS, Mistake
from wholeplace.contract.formula.tree import (
    Binary,
    Call,
    If,
    Literal,
    Name,
    Node,
    Pick,
    Unary,
    names_in,
    walk,
    write,
)
from wholeplace.contract.formula.units import (
    UNIT_WORDS,
    Band,
    BandsOf,
    Basic,
    Choice,
    Kind,
    Operand,
    TableOf,
    fits,
    same,
    unit_of,
)

__all__ = [
    "EXACT",
    "FUNCTIONS",
    "UNIT_WORDS",
    "WORDS",
    "Absent",
    "Band",
    "BandsOf",
    "Basic",
    "Binary",
    "Call",
    "Choice",
    "Function",
    "If",
    "Kind",
    "Literal",
    "Mistake",
    "Name",
    "Node",
    "Numbers",
    "Operand",
    "Pick",
    "Scope",
    "TableOf",
    "Unary",
    "Undefined",
    "check_formula",
    "fits",
    "names_in",
    "read_formula",
    "same",
    "unit_of",
    "value_of",
    "walk",
    "write",
]
