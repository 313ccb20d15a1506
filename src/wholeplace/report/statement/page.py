"""A statement as one self-contained page: nothing is fetched and no script is run."""

from __future__ import annotations

from wholeplace.kernel.figure import to_html
from wholeplace.report.page import template
from wholeplace.report.statement.parts import parts
from wholeplace.report.statement.words import facts, headline
from wholeplace.settle import Statement


def statement_page(statement: Statement) -> str:
    """Return a statement as one HTML document; the same statement gives the same text."""
    return template("statement.html.j2").render(
        statement=statement,
        sentences=headline(statement),
        facts=facts(statement),
        parts=parts(statement),
        trees=[to_html(line) for line in statement.lines],
    )
