"""Read a formula into its tree: top-down, by how tightly each sign binds, and never by ``eval``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wholeplace.contract.formula.tokens import Mistake, Token, tokens_of
from wholeplace.contract.formula.tree import (
    COMPARISONS,
    MINUS_POWER,
    NOT_POWER,
    POWER,
    Binary,
    Call,
    If,
    Literal,
    Name,
    Node,
    Pick,
    Unary,
    parts,
)
from wholeplace.kernel import read_amount, read_fraction

MOST_DEPTH = 64


def read_formula(text: str) -> Node:
    """Return the tree of a formula.

    Raises ``Mistake``, and nothing else, for any text that is not a formula, is nested deeper than
    64 levels, or is too long (see ``tokens_of``).
    """
    reader = _Reader(tokens_of(text))
    tree = reader.expression(0)
    reader.end()
    _refuse_deep(tree)
    return tree


def _refuse_deep(tree: Node) -> None:
    # The reader bounds brackets as it goes; `1 + 1 + 1 ...` grows to the left without any.
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MOST_DEPTH:
            raise _too_deep(node.at)
        waiting += [(part, depth + 1) for part in parts(node)]


def _too_deep(at: int) -> Mistake:
    what = f"the formula is nested deeper than {MOST_DEPTH} levels"
    return Mistake(what, "split it into several lines", at)


class _Reader:
    """A place in a row of tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens, self.i, self.depth = tokens, 0, 0

    @property
    def here(self) -> Token:
        return self.tokens[self.i]

    def take(self) -> Token:
        token = self.here
        self.i += 1  # past the last token only where it is about to be refused
        return token

    def take_if(self, *texts: str) -> Token | None:
        is_there = self.here.shape in {"sign", "word"} and self.here.text in texts
        return self.take() if is_there else None

    def need(self, text: str, opened: Token) -> None:
        if self.take_if(text) is None:
            remedy = f"add {text} to match the {opened.text} at character {opened.at + 1}"
            raise Mistake(f"expected '{text}' but found {_quoted(self.here)}", remedy, self.here.at)

    def end(self) -> None:
        if self.here.shape != "end":
            what = f"{_quoted(self.here)} does not follow from what stands before it"
            raise Mistake(what, "put a sign such as + or * between, or remove it", self.here.at)

    def expression(self, least: int) -> Node:
        """Read operands joined by signs that bind more tightly than ``least``."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise _too_deep(self.here.at)
        node = self.operand()
        while self.here.shape in {"sign", "word"} and POWER.get(self.here.text, 0) > least:
            sign = self.take()
            right = self.expression(POWER[sign.text])
            node = Binary(sign.text, node, right, sign.at)
            self.refuse_chain(sign)
        self.depth -= 1
        return node

    def refuse_chain(self, sign: Token) -> None:
        if sign.text in COMPARISONS and self.here.text in COMPARISONS:
            what = f"'{sign.text}' and '{self.here.text}' stand in one chain"
            raise Mistake(what, "compare two at a time and join them with 'and'", self.here.at)

    def operand(self) -> Node:
        token = self.take()
        if token.shape == "name":
            return self.named(token)
        if token.text in {"-", "not", "if", "("} and token.shape in {"sign", "word"}:
            return self.prefixed(token)
        return _literal(token)

    def prefixed(self, token: Token) -> Node:
        if token.text == "-":
            return Unary("-", self.expression(MINUS_POWER - 1), token.at)
        if token.text == "not":
            return Unary("not", self.expression(NOT_POWER - 1), token.at)
        if token.text == "if":
            return self.choice(token)
        node = self.expression(0)
        self.need(")", token)
        return node

    def choice(self, token: Token) -> If:
        test = self.expression(0)
        self.need("then", token)
        then = self.expression(0)
        self.need("else", token)
        return If(test, then, self.expression(0), token.at)

    def named(self, token: Token) -> Node:
        name = Name(token.text, token.at)
        if opened := self.take_if("["):
            key = self.expression(0)
            self.need("]", opened)
            return Pick(name, key, token.at)
        if opened := self.take_if("("):
            return self.call(token, opened)
        return name

    def call(self, function: Token, opened: Token) -> Call:
        plain: list[Node] = []
        named: list[tuple[str, Node]] = []
        has_more = self.here.text != ")"
        while has_more:
            self.argument(plain, named)
            has_more = self.take_if(",") is not None
        self.need(")", opened)
        return Call(function.text, tuple(plain), tuple(named), function.at)

    def argument(self, plain: list[Node], named: list[tuple[str, Node]]) -> None:
        token, after = self.here, self.tokens[min(self.i + 1, len(self.tokens) - 1)]
        if token.shape == "name" and after.text == "=":
            self.i += 2
            named.append((token.text, self.expression(0)))
        elif named:
            what = f"{_quoted(token)} has no name but stands after '{named[-1][0]} = ...'"
            raise Mistake(what, "put the arguments without a name first", token.at)
        else:
            plain.append(self.expression(0))


def _literal(token: Token) -> Literal:
    try:
        return _LITERALS[token.shape](token)
    except KeyError:  # a sign, a word such as 'then', or the end
        what = f"expected a number, a name or '(' but found {_quoted(token)}"
        raise Mistake(what, "complete the formula here", token.at) from None
    except ValueError as error:
        raise Mistake(str(error), "write a number like 12, 1_000 or 0.5", token.at) from None


def _money(token: Token) -> Literal:
    amount, currency = read_amount(token.text)
    return Literal(amount, currency, token.at)


def _word(token: Token) -> Literal:
    return Literal({"yes": True, "no": False}[token.text], "", token.at)


_LITERALS: dict[str, Callable[[Token], Literal]] = {
    "number": lambda token: Literal(read_fraction(token.text), "", token.at),
    "percent": lambda token: Literal(read_fraction(token.text), "%", token.at),
    "money": _money,
    "text": lambda token: Literal(token.text[1:-1], "", token.at),
    "word": _word,
}


def _quoted(token: Token) -> str:
    return token.text if token.shape == "end" else f"'{token.text}'"
