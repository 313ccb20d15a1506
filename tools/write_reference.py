"""Write the parts of the reference that are made from the code: run it after changing either.

Each page keeps its own words; what stands between two marks is written here. A test fails when a
page is not what this would write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from wholeplace.contract.formula import FUNCTIONS, UNIT_WORDS
from wholeplace.contract.formula import units as units_of_formulas
from wholeplace.record import TABLES, Table
from wholeplace.record.schema import Column
from wholeplace.record.tables import COST_BASES, SETTINGS

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
    "contract-language.md": {"functions": functions, "units": units},
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
    """Write every page that has such parts."""
    for name in MADE:
        page = REFERENCE / name
        page.write_text(made(name, page.read_text(encoding="utf-8")), encoding="utf-8")
        print(f"written: {page}")


if __name__ == "__main__":
    main()
