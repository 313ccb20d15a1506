"""A statement on paper: a template that is typeset, and the words that are put into it as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from jinja2 import Environment, PackageLoader

from wholeplace.kernel import Figure
from wholeplace.report.statement.parts import LINES, Part, parts
from wholeplace.report.statement.words import facts, headline, joined
from wholeplace.report.table import Table
from wholeplace.settle import Statement


@dataclass(frozen=True, slots=True)
class Paper:
    """What a typesetter needs: the template, its data as JSON, and the day to put on it."""

    template: str
    data: str
    day: date


def statement_paper(statement: Statement) -> Paper:
    """Return a statement as a paper for a board; the same statement gives the same paper."""
    templates = PackageLoader("wholeplace.report")
    template, _, _ = templates.get_source(Environment(autoescape=True), "statement.typ")
    return Paper(template, json.dumps(_data(statement), ensure_ascii=False), statement.start)


def _data(statement: Statement) -> dict[str, object]:
    tabled = parts(statement)
    at = [title for title, _ in tabled].index(LINES)
    return {
        "title": statement.title,
        "year": statement.year,
        "standing": f"{statement.standing.value}, {statement.status.value}",
        "sentences": headline(statement),
        "facts": facts(statement),
        "before": list(map(_part, tabled[:at])),
        "lines": list(map(_line, statement.lines)),
        "after": list(map(_part, tabled[at + 1 :])),
    }


def _part(part: Part) -> dict[str, object]:
    title, tables = part
    return {"title": title, "tables": list(map(_table, tables))}


def _table(table: Table) -> dict[str, object]:
    return {
        "caption": table.caption,
        "columns": [{"heading": c.heading, "kind": c.kind.value} for c in table.columns],
        "rows": table.rows,
        "total": table.total,
    }


def _line(line: Figure) -> dict[str, object]:
    name = line.id.removeprefix("lines.")
    return {
        "name": name,
        "title": line.label or name,
        "formula": line.formula,
        "inputs": line.inputs,
        "source": joined(line.source, line.note),
        "shown": line.shown,
    }
