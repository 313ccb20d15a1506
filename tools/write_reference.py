"""Write what is made from the code, parts of the reference and the schemas; run it after a change.

Each page keeps its own words; what stands between two marks is written here. A test fails when a
page is not what this would write.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from wholeplace.contract.checks import MOST
from wholeplace.contract.formula import (
    FUNCTIONS,
    UNIT_WORDS,
    WORDS,
    Binary,
    If,
    Node,
    Unary,
    read_formula,
)
from wholeplace.contract.formula import units as units_of_formulas
from wholeplace.contract.formula import write as written_out
from wholeplace.contract.formula.read import MOST_DEPTH
from wholeplace.contract.formula.tokens import INSTEAD, MOST_CHARACTERS, MOST_DIGITS, MOST_TOKENS
from wholeplace.contract.formula.tree import MINUS_POWER, NOT_POWER, POWER
from wholeplace.contract.work_out import MOST_BITS
from wholeplace.record import TABLES, Table
from wholeplace.record.tables.all_tables import COST_BASES, SETTINGS
from wholeplace.record.tables.schema import Column

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
_LEAD = "write_reference"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(*headings: str, rows: Sequence[tuple[str, ...]]) -> str:
    return "\n".join([_row(*headings), "|" + "---|" * len(headings), *(_row(*row) for row in rows)])


def _codes(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _limits(column: Column) -> Iterator[str]:
    if column.about:
        yield column.about
    if column.one_of:
        yield "one of " + _codes(column.one_of)
    elif column.kind == "text" and column.longest < Column("any").longest:
        yield f"at most {column.longest} characters"
    if column.at_least is not None:
        yield f"at least {column.at_least}"
    if column.first_of_month:
        yield "the first of a month"
    if column.past:
        yield "not after the day of loading"
    if column.unit:
        yield column.unit


def _checks(table: Table) -> Iterator[str]:
    yield f"Key: {_codes(table.key)}."
    for check in table.not_before:
        yield f"`{check.later}` must not come before `{check.earlier}`."
    for below in table.not_negative:
        yield (
            f"`{below.amount}` summed over rows of equal {_codes(below.by)} must not be below zero:"
            " a negative amount reverses another."
        )


def canonical_tables() -> str:
    """Return every canonical table with its columns, as Markdown."""
    return "\n\n".join(_canonical(table) for table in TABLES)


def _canonical(table: Table) -> str:
    rows = [
        (f"`{c.name}`", c.kind.value, "yes" if c.required else "", "; ".join(_limits(c)))
        for c in table.columns
    ]
    columns = _table("column", "kind", "required", "about", rows=rows)
    return f"## `{table.name}`\n\nOne row: {table.about}. {' '.join(_checks(table))}\n\n{columns}"


def code_lists() -> str:
    """Return the codes that the canonical tables allow, as Markdown."""
    return f"Settings: {_codes(SETTINGS)}.\n\nBases of cost: {_codes(COST_BASES)}."


# What the reader has no table of is written here; a test holds it against the reader.
_GRAMMAR = """\
formula    = expression ;
expression = operand {{ sign operand }} ;
operand    = "-" operand | "not" operand | "(" expression ")"
           | "if" expression "then" expression "else" expression
           | number | share | money | truth | word | name | entry | call ;
sign       = {signs} ;
entry      = name "[" expression "]" ;
call       = name "(" [ argument {{ "," argument }} ] ")" ;
argument   = expression | name "=" expression ;
"""
_PIECES = """\
number     = whole [ "." decimals ] | "." decimals ;
whole      = decimals { "_" decimals } ;
decimals   = digit { digit } ;
share      = number "%" ;
money      = currency number [ "k" | "m" | "bn" ] ;
currency   = ( "£" | "$" | "€" ) { space } | capital capital capital space { space } ;
truth      = "yes" | "no" ;
word       = '"' { ? all but '"' ? } '"' | "'" { ? all but "'" ? } "'" ;
name       = letter { letter | digit | "_" } ;
"""
# For each level, a formula that shows what it binds more tightly than.
_BINDING_SAMPLES = {
    "-x": "-a * b",
    "*": "a + b * c",
    "+": "a - b + c",
    "=": "a = b + c",
    "not x": "not a = b",
    "and": "not a and b",
    "or": "a or b and c",
    "if": "a + if b then c else d + e",
}


def grammar() -> str:
    """Return the grammar of formulas in EBNF, as Markdown."""
    signs = " | ".join(f'"{sign}"' for sign in POWER)
    words = _codes(sorted(WORDS))
    rules = f"```text\n{_GRAMMAR.format(signs=signs)}\n{_PIECES}```"
    return f"{rules}\n\nThese words are no names: {words}."


def levels() -> list[list[str]]:
    """Return the signs of formulas by how tightly they bind, the tightest first."""
    powers = [*POWER.items(), ("-x", MINUS_POWER), ("not x", NOT_POWER), ("if", 0)]
    found: dict[int, list[str]] = {}
    for sign, power in sorted(powers, key=lambda pair: -pair[1]):
        found.setdefault(power, []).append(sign)
    return list(found.values())


def binding() -> str:
    """Return which signs bind first, each level with a formula and how it is read, as Markdown."""
    samples = {signs[0]: _BINDING_SAMPLES[signs[0]] for signs in levels()}
    rows = [
        (_codes(signs), f"`{samples[signs[0]]}`", f"`{grouped(read_formula(samples[signs[0]]))}`")
        for signs in levels()
    ]
    return _table("binds, the first most tightly", "written", "is read as", rows=rows)


def grouped(node: Node, *, inner: bool = False) -> str:
    """Return a formula with brackets round every part that is joined."""
    match node:
        case Binary(sign, left, right):
            text = f"{grouped(left, inner=True)} {sign} {grouped(right, inner=True)}"
        case Unary(sign, of):
            text = f"{sign}{' ' * (sign == 'not')}{grouped(of, inner=True)}"
        case If(test, then, other):
            asked, chosen, else_ = (grouped(part) for part in (test, then, other))
            text = f"if {asked} then {chosen} else {else_}"
        case _:
            return written_out(node)
    return f"({text})" if inner else text


def instead() -> str:
    """Return the signs that are refused and what is to be written instead, as Markdown."""
    rows = [(f"`{sign}`", f"`{right}`") for sign, right in INSTEAD.items()]
    return _table("not this", "but this", rows=rows)


def limits() -> str:
    """Return how large formulas and agreements may be, as Markdown."""
    rows = [
        ("characters of a formula", MOST_CHARACTERS),
        ("numbers, names and signs of a formula", MOST_TOKENS),
        ("levels of brackets, signs and functions within one another", MOST_DEPTH),
        ("characters of a number", MOST_DIGITS),
        ("bits of a number that is worked out", MOST_BITS),
        *((f"{section} of an agreement", most) for section, most in MOST.items()),
    ]
    return _table("of these", "at most", rows=[(what, f"{most:,}") for what, most in rows])


def functions() -> str:
    """Return the functions of formulas, as Markdown."""
    rows = [(f"`{name}({f.signature})`", f.says) for name, f in FUNCTIONS.items()]
    return _table("function", "what it gives", rows=rows)


def units() -> str:
    """Return the words that may follow ``unit:``, and what comes of joining two units."""
    # The docstring of the module is the one place where the rules of units are told.
    rules = (units_of_formulas.__doc__ or "").replace("``", "`").splitlines()
    first, last = (i for i, line in enumerate(rules) if line.startswith("==="))
    rows = [tuple(re.split(r" {3,}", line.strip())) for line in rules[first + 1 : last]]
    joined = _table("sign", "between", "gives", rows=rows)
    return f"Units: {_codes(UNIT_WORDS)}.\n\n{joined}"


MADE: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "canonical-tables.md": {"code lists": code_lists, "tables": canonical_tables},
    "contract-language.md": {
        "grammar": grammar,
        "binding": binding,
        "instead": instead,
        "limits": limits,
        "functions": functions,
        "units": units,
    },
}


def made(page: str, text: str) -> str:
    """Return the text of a page with every part between marks written anew."""
    for name, write in MADE[page].items():
        begin, end = f"<!-- {_LEAD}: {name} -->", f"<!-- {_LEAD}: end -->"
        head, found, rest = text.partition(begin)
        _, closed, tail = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"{page} has no part between {begin} and {end}")
        text = f"{head}{begin}\n\n{write()}\n\n{end}{tail}"
    return text


def main() -> None:
    """Write every page that has such parts, and the schemas."""
    for name in MADE:
        page = REFERENCE / name
        page.write_text(made(name, page.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"written: {page}")
    from tools.schemas import schemas  # noqa: PLC0415 - found only once the root is on the path

    for path, text in schemas().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"written: {path}")


if __name__ == "__main__":
    sys.path.insert(0, str(REFERENCE.parents[1]))
    main()
