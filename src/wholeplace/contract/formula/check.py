"""Check names, units and arguments of a formula before any number is put in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wholeplace.contract.formula.functions import FUNCTIONS, Function, Kinds, Unfit
from wholeplace.contract.formula.tokens import Mistake
from wholeplace.contract.formula.tree import (
    COMPARISONS,
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
from wholeplace.contract.formula.units import (
    MEASURES,
    BandsOf,
    Basic,
    Choice,
    Kind,
    TableOf,
    product,
    quotient,
    same,
)
from wholeplace.kernel import nearest

# More of them help nobody, and looking for the name that was meant takes its time.
MOST_MISTAKES = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """The names a formula may use with their kinds, and the currency its money must be in.

    ``unusable`` holds names that are defined but may not be used here: what is wrong, what to try.
    A kind of ``None`` is that of a name whose own definition is wrong, and was reported there.
    """

    currency: str
    kinds: Mapping[str, Kind | None]
    unusable: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def check_formula(tree: Node, scope: Scope) -> tuple[Kind | None, tuple[Mistake, ...]]:
    """Return the kind of a formula's value and every mistake in it.

    The kind is ``None`` where a mistake leaves it unknown; what follows from a mistake is not
    reported again. After 20 mistakes the rest of the formula is not looked at.
    """
    checker = _Checker(scope)
    kind = checker.kind_of(tree)
    return kind, tuple(checker.mistakes)


def bind(call: Call, function: Function) -> dict[str, Node]:
    """Return a call's arguments by name; raises ``Mistake`` where they do not fit the function."""
    names = tuple(map(str, range(1, len(call.plain) + 1))) if function.many else function.takes
    if len(call.plain) > len(names):
        extra = call.plain[len(names)]
        raise Mistake(f"{call.function} takes fewer arguments", _usage(call, function), extra.at)
    bound = dict(zip(names, call.plain, strict=False))
    known = () if function.many else (*function.takes, *function.may_take)
    for name, value in call.named:
        if name not in known:
            what = f"{call.function} has no argument '{name}'"
            remedy = nearest(name, known) if known else _usage(call, function)
            raise Mistake(what, remedy, value.at)
        if name in bound:
            raise Mistake(f"'{name}' is given twice", "remove one of the two", value.at)
        bound[name] = value
    for name in ("1",) if function.many else function.takes:
        if name not in bound:
            what = f"{call.function} needs {'an argument' if function.many else repr(name)}"
            raise Mistake(what, _usage(call, function), call.at)
    return bound


def _usage(call: Call, function: Function) -> str:
    return f"write {call.function}({function.signature})"


class _Checker:
    """Works up a tree, keeping the mistakes; ``None`` is the kind of what is already wrong."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.mistakes: list[Mistake] = []

    def kind_of(self, node: Node) -> Kind | None:
        if len(self.mistakes) >= MOST_MISTAKES:
            return None
        try:
            return self.kind_by_rule(node)
        except Mistake as mistake:
            self.mistakes.append(mistake)
            return None

    def kinds_of(self, nodes: Mapping[str, Node]) -> Kinds | None:
        kinds = {name: self.kind_of(node) for name, node in nodes.items()}
        known = {name: kind for name, kind in kinds.items() if kind is not None}
        return known if len(known) == len(kinds) else None

    def kind_by_rule(self, node: Node) -> Kind | None:
        match node:
            case Literal():
                return _literal(node, self.scope)
            case Name():
                return _name(node, self.scope)
            case Call():
                return self.call(node)
            case _:
                kinds = [self.kind_of(part) for part in parts(node)]
                known = [kind for kind in kinds if kind is not None]
                return _joined(node, known) if len(known) == len(kinds) else None

    def call(self, node: Call) -> Kind | None:
        function = FUNCTIONS.get(node.function)
        if function is None:
            remedy = nearest(node.function, FUNCTIONS)
            raise Mistake(f"unknown function '{node.function}'", remedy, node.at)
        kinds = self.kinds_of(bind(node, function))
        try:
            return None if kinds is None else function.kind(kinds)
        except Unfit as unfit:
            raise Mistake(f"{node.function}: {unfit}", _usage(node, function), node.at) from None


def _literal(node: Literal, scope: Scope) -> Kind:
    if isinstance(node.value, bool):
        return Basic.YES_NO
    if isinstance(node.value, str):
        return Choice((node.value,))
    if node.written == "%":
        return Basic.FRACTION
    if node.written not in {"", scope.currency}:
        what = f"{node.written} stands in an agreement in {scope.currency}"
        raise Mistake(what, f"write the amount in {scope.currency}", node.at)
    if node.written:
        return Basic.MONEY
    return Basic.NUMBER if node.value else Basic.ZERO


def _name(node: Name, scope: Scope) -> Kind | None:
    if node.name in scope.unusable:
        raise Mistake(*scope.unusable[node.name], node.at)
    if node.name in scope.kinds:
        return scope.kinds[node.name]
    if node.name in FUNCTIONS:
        usage = f"write {node.name}({FUNCTIONS[node.name].signature})"
        raise Mistake(f"'{node.name}' is a function", usage, node.at)
    usable = [name for name in scope.kinds if name not in scope.unusable]
    raise Mistake(f"unknown name '{node.name}'", nearest(node.name, usable), node.at)


def _joined(node: Node, kinds: Sequence[Kind]) -> Kind:
    match node:
        case Pick():
            return _pick(node, *kinds)
        case Unary():
            return _unary(node, *kinds)
        case Binary(sign) if sign in {"and", "or"}:
            _need_yes_no(kinds[0], f"'{sign}' joins", node.left.at)
            return _need_yes_no(kinds[1], f"'{sign}' joins", node.right.at)
        case Binary(sign) if sign in COMPARISONS:
            return _comparison(node, *kinds)
        case Binary():
            return _arithmetic(node, *kinds)
        case If():
            return _if(node, *kinds)
        case _:
            msg = f"{type(node).__name__} joins nothing"
            raise TypeError(msg)


def _pick(node: Pick, table: Kind, key: Kind) -> Kind:
    if not isinstance(table, TableOf):
        what = f"'{node.table.name}' is {table}, not a table"
        raise Mistake(what, f"write {node.table.name} without [ ]", node.at)
    if not isinstance(key, Choice):
        what = f"'{node.table.name}' is looked up by {table.by}, not by {key}"
        raise Mistake(what, "put the name of a choice in the [ ]", node.key.at)
    _need_among(key, table.by, node.key.at)
    return table.each


def _need_among(words: Choice, known: Choice, at: int) -> None:
    for word in words.options:
        if word not in known.options:
            raise Mistake(f"'{word}' is not {known}", nearest(word, known.options), at)


def _unary(node: Unary, kind: Kind) -> Kind:
    if node.sign == "not":
        return _need_yes_no(kind, "'not' is said of", node.of.at)
    if kind not in MEASURES:
        raise Mistake(f"'-' stands before {kind}", "put a number there", node.at)
    return kind


def _need_yes_no(kind: Kind, said: str, at: int) -> Kind:
    if kind is not Basic.YES_NO:
        raise Mistake(f"{said} a yes/no, not {kind}", "compare it, as in x > 0", at)
    return kind


def _comparison(node: Binary, left: Kind, right: Kind) -> Kind:
    both = same(left, right)
    if isinstance(left, Choice) and isinstance(right, Choice):
        few, many = sorted((left, right), key=lambda choice: len(choice.options))
        _need_among(few, many, node.at)
    has_equals = both is Basic.YES_NO or isinstance(both, Choice)
    if both in MEASURES or (has_equals and node.sign in {"=", "!="}):
        return Basic.YES_NO
    raise _clash(node, left, right)


def _arithmetic(node: Binary, left: Kind, right: Kind) -> Kind:
    kind = {"*": product, "/": quotient}.get(node.sign, same)(left, right)
    if kind is None or kind not in MEASURES:
        raise _clash(node, left, right)
    return kind


def _if(node: If, test: Kind, then: Kind, other: Kind) -> Kind:
    _need_yes_no(test, "'if' asks", node.test.at)
    kind = same(then, other)
    if kind is None:
        what = f"'then' gives {then} but 'else' gives {other}"
        raise Mistake(what, "give both the same unit", node.other.at)
    return kind


def _clash(node: Binary, left: Kind, right: Kind) -> Mistake:
    return Mistake(
        f"{left} {node.sign} {right} cannot be worked out", _advice(left, right), node.at
    )


def _advice(left: Kind, right: Kind) -> str:
    if {left, right} == {Basic.NUMBER, Basic.MONEY}:
        return "write the amount with its currency, like GBP 5"
    if isinstance(left, TableOf) or isinstance(right, TableOf):
        return "pick one entry of the table, as in table[choice]"
    if isinstance(left, BandsOf) or isinstance(right, BandsOf):
        return "use the bands in tiered(x, bands, of = base)"
    return "join things whose units go together"
