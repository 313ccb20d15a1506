"""Every function of the language as a live formula: one template each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from wholeplace.contract.formula import If, Literal, Name, Node, Operand, Pick, Step
from wholeplace.kernel import round_to
from wholeplace.report.statement.noise import decimals_that_keep
from wholeplace.report.statement.pieces import ANY, TIMES, places_of
from wholeplace.report.statement.writer import Template, Writer


@dataclass(frozen=True, slots=True)
class Rows:
    """The bands, steps or points a function goes along: their parameter, and which of its rows.

    ``only`` is nothing, or what the terms of a sum are multiplied by to keep one word of a table.
    """

    name: str
    only: str = ""


def _list_of(name: str, writer: Writer, given: Mapping[str, Node]) -> str:
    return f"{name}({','.join(map(writer.of, given.values()))})"


def _round(writer: Writer, given: Mapping[str, Node]) -> str:
    x, to = given["x"], given["to"]
    step = writer.number(to)
    places = places_of(step) if isinstance(to, Literal) and step else None
    if places is not None and step:
        meaning = partial(round_to, step=step)
        decimals = decimals_that_keep(meaning, writer.number(x), writer.sure(x))
        return f"ROUND(ROUND({writer.of(x)},{decimals}),{places})"
    by = writer.repeated(to)
    number = f"ROUND({writer.inside(x, TIMES)}/{by},{_decimals_of_steps(writer, x, step)})"
    rounded = f"ROUND({number},0)*{by}"
    return rounded if isinstance(to, Literal) and step else f"IF({by}>0,{rounded},NA())"


def _decimals_of_steps(writer: Writer, x: Node, step: Fraction | None) -> int:
    by = step if step is not None and step > 0 else Fraction(1)
    exact = writer.number(x)
    in_steps = None if exact is None else exact / by
    # As many whole steps as there are in one, so many decimals fewer are sure of the quotient.
    sure = max(writer.sure(x) - len(str(int(1 / by))) + 1, 0)
    return decimals_that_keep(partial(round_to, step=Fraction(1)), in_steps, sure)


def _capped(writer: Writer, given: Mapping[str, Node]) -> str:
    high, low = given.get("at_most"), given.get("at_least")
    text = writer.of(given["x"])
    if high is not None:
        text = f"MIN({text},{writer.repeated(high, ANY)})"
    if low is not None:
        text = f"MAX({text},{writer.repeated(low, ANY)})"
    if low is None or high is None:
        return text
    return f"IF({writer.compared('<=', low, high)},{text},NA())"


def _along(writer: Writer, node: Node, values: Operand | None, draw: Callable[[Rows], str]) -> str:
    match node:
        case If(test, then, other):
            one = _along(writer, then, values, draw)
            return f"IF({writer.of(test)},{one},{_along(writer, other, values, draw)})"
        case Pick(Name(name), key):
            words = writer.name(name, "for")
            return draw(Rows(name, f"EXACT({words},{writer.repeated(key)})*"))
        case Name(name):
            return draw(Rows(name))
    raise TypeError(f"{type(node).__name__} gives no rows")


def _tiered(writer: Writer, given: Mapping[str, Node]) -> str:
    x = writer.repeated(given["x"])
    of = given.get("of")
    base = "" if of is None else f"{writer.repeated(of)}*"

    def draw(rows: Rows) -> str:
        above, change = writer.name(rows.name, "from"), writer.name(rows.name, "change")
        reach = f"ABS({x})-{base}{above}"
        return f"SIGN({x})*SUMPRODUCT({rows.only}({reach}>0)*({reach})*{change})"

    text = _along(writer, given["bands"], None, draw)
    return text if of is None else f"IF({writer.repeated(of)}>0,{text},NA())"


def _lookup(writer: Writer, given: Mapping[str, Node]) -> str:
    x, steps = given["x"], writer.value(given["steps"])
    exact = writer.number(x)
    meaning = partial(_step_of, steps if isinstance(steps, tuple) else ())
    decimals = decimals_that_keep(meaning, exact, writer.sure(x))
    sought = writer.of(x) if writer.is_exact(x) else f"ROUND({writer.of(x)},{decimals})"

    def draw(rows: Rows) -> str:
        above, value = writer.name(rows.name, "from"), writer.name(rows.name)
        if not rows.only:
            return f"LOOKUP({sought},{above},{value})"
        inside = f"({sought}>={above})*({sought}<{writer.name(rows.name, 'below')})"
        total = f"SUMPRODUCT({rows.only}{inside}*{value})"
        return f"{total}>0.5" if _are_truths(steps) else total

    return _along(writer, given["steps"], steps, draw)


def _step_of(steps: tuple[object, ...], x: Fraction) -> int:
    limits = [s.below for s in steps if isinstance(s, Step) and s.below is not None]
    return sum(x >= limit for limit in limits)


def _are_truths(steps: Operand | None) -> bool:
    rows = steps if isinstance(steps, tuple) else ()
    return any(isinstance(row, Step) and isinstance(row.value, bool) for row in rows)


def _interpolate(writer: Writer, given: Mapping[str, Node]) -> str:
    x = writer.repeated(given["x"])

    def draw(rows: Rows) -> str:
        # One row alone counts, so that at a point the value is that of the point to the last bit.
        above, below, at, change = (
            writer.name(rows.name, part) for part in ("from", "below", "at", "change")
        )
        value = f"({writer.name(rows.name)}+({x}>{at})*({x}-{at})*{change})"
        return f"SUMPRODUCT({rows.only}({x}>={above})*({x}<{below})*{value})"

    return _along(writer, given["points"], None, draw)


def _gate(writer: Writer, given: Mapping[str, Node]) -> str:
    x = given["x"]
    signs = {"at_least": ">=", "at_most": "<="}
    tests = [writer.compared(sign, x, given[n]) for n, sign in signs.items() if n in given]
    passed = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
    return f"IF({passed},{writer.repeated(x, ANY)},0)"


def _allocate(writer: Writer, given: Mapping[str, Node]) -> str:
    def draw(rows: Rows) -> str:
        parts = writer.sharing(given["x"], rows.name).name
        return f"INDEX({parts},MATCH({writer.of(given['to'])},{writer.name(rows.name, 'for')},0))"

    return _along(writer, given["split"], None, draw)


FUNCTIONS_IN_EXCEL: Mapping[str, Template] = {
    "min": partial(_list_of, "MIN"),
    "max": partial(_list_of, "MAX"),
    "sum": partial(_list_of, "SUM"),
    "abs": partial(_list_of, "ABS"),
    "round": _round,
    "capped": _capped,
    "tiered": _tiered,
    "lookup": _lookup,
    "interpolate": _interpolate,
    "gate": _gate,
    "allocate": _allocate,
}
