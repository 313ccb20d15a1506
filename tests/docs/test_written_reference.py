"""The parts of the reference that are made from the code are what the code now says."""

from __future__ import annotations

import pytest

from tools.write_reference import MADE, REFERENCE, made
from wholeplace.contract.formula import FUNCTIONS
from wholeplace.record import TABLES


@pytest.mark.parametrize("page", MADE)
def test_the_page_says_what_the_code_says(page: str) -> None:
    text = (REFERENCE / page).read_text(encoding="utf-8")
    assert made(page, text) == text, "run: .venv/bin/python tools/write_reference.py"


def test_every_table_column_and_function_is_written_out() -> None:
    tables = MADE["canonical-tables.md"]["tables"]()
    columns = {column.name for table in TABLES for column in table.columns}
    assert [name for name in columns if f"| `{name}` |" not in tables] == []
    functions = MADE["contract-language.md"]["functions"]()
    assert [name for name in FUNCTIONS if f"`{name}(" not in functions] == []


def test_a_page_that_lost_its_marks_is_found() -> None:
    with pytest.raises(ValueError, match="has no part between"):
        made("canonical-tables.md", "# Canonical tables\n")
