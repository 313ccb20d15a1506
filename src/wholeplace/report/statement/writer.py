"""Write a checked formula as a live formula of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from wholeplace.contract import Contract, Evaluation, Kind, Line, kind_of_figure
from wholeplace.contract.formula import (
    FUNCTIONS,
    Basic,
    Binary,
    Call,
    Choice,
    If,
    Literal,
    Name,
    Node,
    Operand,
    Pick,
    Scope,
    TableOf,
    Unary,
    Undefined,
    check_formula,
    value_of,
)
from wholeplace.contract.formula.check import bind
from wholeplace.contract.formula.tree import COMPARISONS, decimal
from wholeplace.contract.formula.units import MONEYS
from wholeplace.kernel import Unit
from wholeplace.report.statement.names import Names
from wholeplace.report.statement.noise import decimals_that_keep, sure_decimals
from wholeplace.report.statement.pieces import (
    ADD,
    ATOM,
    COMPARE,
    DEEPEST,
    LONGEST,
    LONGEST_REPEATED,
    POWER,
    TIMES,
    Sharing,
    Step,
    Written,
    depth_of,
    direction,
    places_of,
    quoted,
    sign_of,
)
from wholeplace.settle.share import in_pence

Template: TypeAlias = "Callable[[Writer, Mapping[str, Node]], str]"


class Writer:
    """Writes the formulas of one statement, and keeps the steps and sharings they need."""

    def __init__(
        self,
        contract: Contract,
        worked_out: Evaluation,
        names: Names,
        templates: Mapping[str, Template],
    ) -> None:
        """Take the agreement, what it came to, the names of its cells, and how functions are said.

        ``templates`` has one entry for each function of the language.
        """
        self.contract, self.worked_out, self.names = contract, worked_out, names
        self.templates = templates
        self.line = ""
        self.steps: dict[tuple[str, Node], Step] = {}
        self.sharings: dict[tuple[Node, str], Sharing] = {}
        self.exact_lines: set[str] = set()

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of everything that has a name."""
        figures = {n: kind_of_figure(f) for n, f in self.contract.terms.figures.items()}
        parameters = {name: known.kind for name, known in self.contract.parameters.items()}
        return figures | parameters | {line.name: line.kind for line in self.contract.lines}

    @cached_property
    def largest(self) -> Fraction:
        """The largest amount of money in the statement: what noise is measured by."""
        amounts = (f.value for f in self.worked_out.figures.values() if f.unit is Unit.MONEY)
        sizes = (abs(value) for value in amounts if isinstance(value, Fraction))
        return max(sizes, default=Fraction(1))

    @property
    def decimals_of_money(self) -> int:
        """To how many decimals amounts of money are sure."""
        return sure_decimals(max(self.largest, Fraction(1)))

    def kind(self, node: Node) -> Kind | None:
        """Return the kind of a formula's value."""
        return check_formula(node, Scope(self.contract.terms.currency, self.kinds))[0]

    def value(self, node: Node) -> Operand | None:
        """Return what a formula comes to, or nothing where it has no value."""
        try:
            value: Operand = value_of(node, self.worked_out.values)
        except Undefined:
            return None
        return value

    def number(self, node: Node) -> Fraction | None:
        """Return what a formula comes to where that is a number."""
        return _number(self.value(node))

    def name(self, *parts: str) -> str:
        """Return the name of a cell or range: ``corridor``, or a column of it."""
        return self.names.of(".".join(parts))

    def line_formula(self, line: Line) -> str:
        """Return the formula of a line; lines are written in the order of the agreement."""
        self.line = line.name
        formula = self.of(line.tree)
        if self.is_exact(line.tree):
            self.exact_lines.add(line.name)
        return formula

    def of(self, node: Node) -> str:
        """Return a formula without its ``=``, in brackets nowhere."""
        return self.written(node).text

    def inside(self, node: Node, least: int = ATOM) -> str:
        """Return a formula in brackets where what stands around it binds more tightly."""
        written = self.written(node)
        return f"({written.text})" if written.power < least else written.text

    def written(self, node: Node) -> Written:
        """Return a formula, or the name of the step that it became because it is large."""
        written = _written(self, node)
        is_large = len(written.text) > LONGEST or depth_of(written.text) > DEEPEST
        return Written(self.step(node, written.text)) if is_large else written

    def repeated(self, node: Node, least: int = ATOM) -> str:
        """Return a formula that will stand more than once: short, or a step."""
        text = self.inside(node, least)
        return self.step(node, text) if len(text) > LONGEST_REPEATED else text

    def step(self, node: Node, text: str) -> str:
        """Return the name of the step that works a part out."""
        key = (self.line, node)
        if key not in self.steps:
            number = 1 + sum(line == self.line for line, _ in self.steps)
            name = self.names.give(f"step.{self.line}.{number}", f"{self.line}_step_{number}")
            value = self.value(node)
            self.steps[key] = Step(name, self.line, text, value, self.kind(node))
        return self.steps[key].name

    def sharing(self, amount: Node, split: str) -> Sharing:
        """Return the sharing of an amount by a split, in cells of its own."""
        whole = self.worked_out.values[split]
        shares = whole if isinstance(whole, dict) else {}
        cell = self.name(split)
        weights = {party: f"INDEX({cell},{i})" for i, party in enumerate(shares, 1)}
        return self.shared(amount, split, f"{self.line}: by {split}", weights, shares)

    def shared(
        self,
        amount: Node,
        by: str,
        title: str,
        weights: Mapping[str, str],
        numbers: Mapping[str, Operand],
    ) -> Sharing:
        """Return the sharing of an amount by weights, given as formulas and as they are now."""
        if (amount, by) not in self.sharings:
            exact, number = self.number(amount), len(self.sharings) + 1
            self.sharings[amount, by] = Sharing(
                self.names.give(f"sharing.{number}", f"parts_{number}"),
                title,
                f"ROUND(ROUND({self.inside(amount, TIMES)}*100,{max(self.sure(amount) - 2, 0)}),0)",
                tuple(weights),
                tuple(weights.values()),
                None if exact is None else in_pence(exact, self.contract.terms.currency),
                tuple(_number(numbers.get(party)) for party in weights),
            )
        return self.sharings[amount, by]

    def is_exact(self, node: Node) -> bool:
        """Return whether a binary number stands for this value without noise of working out."""
        match node:
            case Name(name):
                return name not in {line.name for line in self.contract.lines} - self.exact_lines
            case Unary(_, of):
                return self.is_exact(of)
            case If(_, then, other):
                return self.is_exact(then) and self.is_exact(other)
            case Call("round", (_, Literal(Fraction() as step, _)), ()):
                return places_of(step) is not None
            case Call("min" | "max" | "abs", plain, ()):
                return all(map(self.is_exact, plain))
        return isinstance(node, Literal | Pick)

    def sure(self, *nodes: Node) -> int:
        """Return to how many decimals the values of these formulas are sure."""
        sizes = [abs(number) for node in nodes if (number := self.number(node)) is not None]
        is_money = any(self.kind(node) in MONEYS for node in nodes)
        return sure_decimals(max(self.largest if is_money else Fraction(1), *sizes, Fraction(1)))

    def compared(self, sign: str, left: Node, right: Node) -> str:
        """Return a comparison of two numbers, the noise of working them out taken away."""
        if self.is_exact(left) and self.is_exact(right):
            return f"{self.inside(left, ADD)}{sign_of(sign)}{self.inside(right, ADD)}"
        one, other = self.number(left), self.number(right)
        apart = None if one is None or other is None else one - other
        decimals = decimals_that_keep(direction, apart, self.sure(left, right))
        is_zero = isinstance(right, Literal) and right.value == 0
        less = "" if is_zero else f"-{self.inside(right, TIMES)}"
        return f"ROUND({self.inside(left, ADD)}{less},{decimals}){sign_of(sign)}0"


def _pick(writer: Writer, table: str, key: Node) -> str:
    values, words = writer.name(table), writer.name(table, "for")
    sought = writer.repeated(key)
    if _is_plain(writer.kinds[table]):
        return f"INDEX({values},MATCH({sought},{words},0))"
    # MATCH reads * ? ~ as patterns and takes no notice of small and large letters.
    row = f"SUMPRODUCT(EXACT({words},{sought})*(ROW({words})-MIN(ROW({words}))+1))"
    return f"INDEX({values},{row})"


def _is_plain(table: Kind) -> bool:
    options = table.by.options if isinstance(table, TableOf) else ()
    has_patterns = any(set("*?~") & set(word) for word in options)
    return not has_patterns and len({word.casefold() for word in options}) == len(options)


def _number(value: Operand | None) -> Fraction | None:
    return value if isinstance(value, Fraction) else None


def _written(writer: Writer, node: Node) -> Written:  # noqa: PLR0911 - one for each node
    match node:
        case Literal():
            return _literal(node)
        case Name(name):
            return Written(writer.name(name))
        case Pick(table, key):
            return Written(_pick(writer, table.name, key))
        case Unary("not", of):
            return Written(f"NOT({writer.of(of)})")
        case Unary(_, of):
            return Written(f"-{writer.inside(of)}", ADD)
        case Binary():
            return _binary(writer, node)
        case If(test, then, other):
            branches = f"{writer.of(then)},{writer.of(other)}"
            return Written(f"IF({writer.of(test)},{branches})")
        case Call(function):
            arguments = bind(node, FUNCTIONS[function])
            return Written(writer.templates[function](writer, arguments))


def _literal(node: Literal) -> Written:
    if isinstance(node.value, bool):
        return Written("TRUE" if node.value else "FALSE")
    if isinstance(node.value, str):
        return Written(quoted(node.value))
    if node.written == "%":
        return Written(decimal(node.value * 100) + "%")
    return Written(decimal(node.value))


def _binary(writer: Writer, node: Binary) -> Written:
    left, right = node.left, node.right
    # AND() and OR() would look at both sides; where the left decides, the right may have no value.
    if node.sign == "and":
        return Written(f"IF({writer.of(left)},{writer.of(right)},FALSE)")
    if node.sign == "or":
        return Written(f"IF({writer.of(left)},TRUE,{writer.of(right)})")
    if node.sign in COMPARISONS:
        return _comparison(writer, node)
    power = POWER[node.sign]
    least = power if node.sign in "+*" else power + 1
    return Written(f"{writer.inside(left, power)}{node.sign}{writer.inside(right, least)}", power)


def _comparison(writer: Writer, node: Binary) -> Written:
    if isinstance(writer.kind(node.left), Choice):
        # The sign = takes no notice of small and large letters.
        same = f"EXACT({writer.of(node.left)},{writer.of(node.right)})"
        return Written(f"NOT({same})" if node.sign == "!=" else same)
    if writer.kind(node.left) is Basic.YES_NO:
        sides = (
            f"{writer.inside(node.left, ADD)}{sign_of(node.sign)}{writer.inside(node.right, ADD)}"
        )
        return Written(sides, COMPARE)
    return Written(writer.compared(node.sign, node.left, node.right), COMPARE)
