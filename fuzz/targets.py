"""What must hold whatever is read: each target takes any input and raises if a promise is broken.

The tests call them with a few inputs; ``make fuzz`` with millions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import partial
from random import Random

from wholeplace.app.load.feeds import Feeds
from wholeplace.contract import (
    Contract,
    kind_of_figure,
    read_contract,
    read_examples,
    supplied,
)
from wholeplace.contract.formula import (
    Band,
    BandsOf,
    Basic,
    Choice,
    Kind,
    Mistake,
    Node,
    Operand,
    Scope,
    Undefined,
    check_formula,
    read_formula,
    value_of,
    write,
)
from wholeplace.contract.formula.read import MOST_DEPTH
from wholeplace.contract.formula.tree import parts
from wholeplace.document import inline, read_document, read_yaml
from wholeplace.kernel import Figure, Problem, Refused, Value
from wholeplace.outcomes import Measure, Outcomes
from wholeplace.place import Place
from wholeplace.plan import read_scenario
from wholeplace.population import SegmentRules
from wholeplace.population.scores import Score
from wholeplace.record import Mapping as MappingDocument
from wholeplace.settle import Statement, settle, statement_from_dict, statement_to_dict

FILE = "x.yaml"
READERS: tuple[Callable[[str], object], ...] = (
    lambda text: read_examples(text, FILE),
    lambda text: read_document(text, FILE, Place),
    lambda text: read_document(text, FILE, MappingDocument),
    lambda text: read_document(text, FILE, Outcomes),
    lambda text: read_document(text, FILE, Measure),
    lambda text: read_document(text, FILE, SegmentRules),
    lambda text: read_document(text, FILE, Feeds),
    lambda text: read_document(text, FILE, Score),
    lambda text: read_scenario(text, FILE),
)
# What a terminal would obey, or a file could not hold.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


class Broken(AssertionError):  # noqa: N818 - what the promise is
    """A promise is broken; says which."""


def need(holds: object, what: str) -> None:
    """Raise ``Broken`` unless something holds."""
    if not holds:
        raise Broken(what)


def any_document(data: bytes) -> None:
    """Read any bytes as any document: it is read or refused, with a place for every problem."""
    text = text_of(data[1:])
    reader = READERS[(data[:1] or b"\0")[0] % len(READERS)]
    try:
        reader(text)
    except Refused as refused:
        judge_problems(refused.problems, text)
    if len(text) > 1_000:  # noqa: PLR2004 - to ask of every word how it may be written is slow
        return
    with suppress(Refused):
        value = read_yaml(text, FILE).value
        # In a list: on a line of its own, `--- x` would begin a document.
        need(read_yaml(inline([value]), FILE).value == [value], "what is written is read back")


def any_contract(data: bytes) -> None:
    """Read any bytes as an agreement, and settle it with any figures."""
    text = text_of(data)
    try:
        contract = read_contract(text, FILE)
    except Refused as refused:
        judge_problems(refused.problems, text)
        return
    judge_problems(contract.warnings, text)
    chance = Random(len(data))  # noqa: S311 - the same input must do the same again
    for given in (_nothing, _ordinary, _extreme):
        judge_settling(contract, text, partial(given, chance))


def any_formula(data: bytes) -> None:
    """Read any bytes as a formula, check it, and work it out."""
    text = text_of(data)
    try:
        tree = read_formula(text)
    except Mistake as mistake:
        need(0 <= mistake.at <= len(text), "a mistake stands in the text")
        need(mistake.what and mistake.remedy, "a mistake says what to try")
        return
    if _depth(tree) <= MOST_DEPTH // 2:  # written, it may have more brackets, each a level
        need(read_formula(write(tree)) == tree, "a formula written is read back")
    kind, mistakes = check_formula(tree, Scope("GBP", KINDS))
    need((kind is None) == bool(mistakes), "a formula without a kind has a mistake")
    need(all(0 <= wrong.at <= len(text) for wrong in mistakes), "a mistake stands in the text")
    if kind is not None:
        with suppress(Undefined):
            value_of(tree, WORTH)


def _depth(tree: Node) -> int:
    return 1 + max(map(_depth, parts(tree)), default=0)


def text_of(data: bytes) -> str:
    """Return bytes as a text, as a file would give it."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


def judge_problems(problems: tuple[Problem, ...], text: str) -> None:
    """Raise ``Broken`` unless every problem is placed in the text and says what to try."""
    lines = text.count("\n") + 1
    for problem in problems:
        need(problem.where.file == FILE, "a problem names its file")
        need(1 <= (problem.where.line or 0) <= lines, f"a problem stands on a line: {problem}")
        need((problem.where.column or 0) >= 1, f"a problem stands in a column: {problem}")
        need(problem.what and problem.remedy, "a problem says what to try")
        need(not _UNSEEN.search(str(problem)), "a problem can be shown")


# ---------------------------------------------------------------------------------------------
# Settling.

Pick = Callable[[Kind], Value]


def _nothing(chance: Random, kind: Kind) -> Value:
    del chance, kind
    return None


def _ordinary(chance: Random, kind: Kind) -> Value:
    return _of(kind, chance, Fraction(chance.randint(-(10**9), 10**9), 100))


def _extreme(chance: Random, kind: Kind) -> Value:
    return _of(
        kind,
        chance,
        Fraction(chance.choice([0, 1, -1, 10**30, -(10**30)]), chance.choice([1, 3, 10**30])),
    )


def _of(kind: Kind, chance: Random, number: Fraction) -> Value:
    if isinstance(kind, Choice):
        return chance.choice(kind.options)
    return chance.random() < 1 / 2 if kind is Basic.YES_NO else number


def judge_settling(contract: Contract, text: str, pick: Pick) -> None:
    """Settle every year in which something changes; raise ``Broken`` if a statement is unsound."""
    figures = {
        name: supplied(contract, name, pick(kind_of_figure(term)), "fuzz")
        for name, term in contract.terms.figures.items()
    }
    for year in _years(contract):
        try:
            statement = settle(contract, contract.terms.year.in_year(year), figures)
        except Refused as refused:
            judge_problems(refused.problems, text)
        else:
            judge_statement(contract, statement, text)


def _years(contract: Contract) -> list[int]:
    first = [
        entry.from_.year for known in contract.parameters.values() for entry in known.values[:3]
    ]
    return sorted(
        {year for day in first[:3] for year in (day, day + 1) if year <= date.max.year} or {2019}
    )


def judge_statement(contract: Contract, statement: Statement, text: str) -> None:
    """Raise ``Broken`` unless a statement is whole, or says why it is not and pays nothing."""
    judge_problems(statement.problems, text)
    need(statement.is_complete == (not statement.problems), "only a whole statement is complete")
    need(len(statement.lines) == len(contract.lines), "every line stands in the statement")
    missing = [line.id for line in statement.lines if line.is_missing]
    if not statement.is_complete:
        need(not statement.payments, "an incomplete statement pays nothing")
        need(all(figure.is_missing for figure in statement.net), "and comes to nothing")
    else:
        need(not missing, f"a complete statement has every line: {missing}")
        need(all(p.amount.pence >= 0 for p in statement.payments), "no payment is below zero")
        need(_sum(statement.net) == 0, "no penny is lost")
    need(statement_from_dict(statement_to_dict(statement)) == statement, "a statement is kept")


def _sum(figures: tuple[Figure, ...]) -> Fraction:
    return sum((f.value for f in figures if isinstance(f.value, Fraction)), Fraction(0))


# ---------------------------------------------------------------------------------------------
# The names a formula may use, and what they are worth.

KINDS: Mapping[str, Kind | None] = {
    "m": Basic.MONEY,
    "e": Basic.EACH,
    "n": Basic.COUNT,
    "f": Basic.FRACTION,
    "r": Basic.RATE,
    "y": Basic.YES_NO,
    "k": Choice(("one", "two")),
    "b": BandsOf(Basic.FRACTION),
}
WORTH: Mapping[str, Operand] = {
    "m": Fraction(9),
    "e": Fraction(3, 7),
    "n": Fraction(4),
    "f": Fraction(1, 4),
    "r": Fraction(-5, 3),
    "y": True,
    "k": "one",
    "b": (Band(Fraction(1, 2), Fraction(1)), Band(None, Fraction(0))),
}
