"""The budget book leaves the house: files of a command, and a workbook that recalculates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.recalculate import Book, recalculated, with_cell
from tests.unit.report.budget_example import TEXT, book
from wholeplace.app.budget.book import budget_book
from wholeplace.budget.base import base_lines, reconciled
from wholeplace.budget.document import Budget
from wholeplace.cli import main
from wholeplace.document import read_document
from wholeplace.report.budget import BudgetBook, budget_sheets, budget_workbook
from wholeplace.report.statement.cells import Sheet

Program = Callable[[str], str]


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["budget", *map(str, words)])


def wrong(found: Book, one: BudgetBook) -> list[str]:
    """Return where a recalculated book says something else than the book that was made."""
    told = []
    for sheet in budget_sheets(one):
        for i, row in enumerate(sheet.rows):
            for j, cell in enumerate(row):
                if cell is None or not cell.formula:
                    continue
                now = found[sheet.name][i][j]
                same = now == cell.shown
                if isinstance(now, int | float) and isinstance(cell.shown, int | float):
                    same = abs(now - cell.shown) < 0.005
                if not same:
                    told.append(f"{sheet.name} {i + 1}.{j}: {cell.shown!r} became {now!r}")
    return told


def test_every_formula_comes_to_the_penny_of_the_book(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice = requires_program("soffice")
    made = {
        f"{status}-{way}": book(status, way)
        for status in ("live", "shadow")
        for way in ("on_top", "within")
    }
    # Half of an odd number of pence is where binary numbers would go astray.
    made |= {"ties": book(leaner="50%")}
    made |= {place: budget_book(place) for place in ("central-london-2017", "hillingdon-2016")}
    books = {name: budget_workbook(one) for name, one in made.items()}
    found = recalculated(soffice, tmp_path, books)
    assert {name: wrong(found[name], one) for name, one in made.items()} == {
        name: [] for name in made
    }
    formulas = [c for s in budget_sheets(book()) for row in s.rows for c in row if c and c.formula]
    assert len(formulas) > 500


def test_what_is_put_in_changes_everything_downstream(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice, one = requires_program("soffice"), book()
    sheets = {sheet.name: sheet for sheet in budget_sheets(one)}
    step = place(sheets["Steps"], 2, "leaner")[0]
    changed = with_cell(budget_workbook(one), tmp_path, "Steps", {f"G{step + 1}": 1})
    found = recalculated(soffice, tmp_path / "again", {"changed": changed})["changed"]
    # Nothing is taken off that line any more in that year, so it closes higher.
    assert found["Steps"][step][13] == 0
    (closing,) = (row for row in found["Bridge"] if row[0] == "Acute <care>")
    assert closing[4] == "differs"
    assert float(str(closing[2])) > float(str(closing[3]))


def place(sheet: Sheet, column: int, words: str) -> list[int]:
    """Return the rows of a sheet that have words in a column."""
    cells = [row[column] if len(row) > column else None for row in sheet.rows]
    return [i for i, cell in enumerate(cells) if cell is not None and cell.shown == words]


def test_a_part_that_is_put_in_makes_the_missing_budget(
    tmp_path: Path, requires_program: Program
) -> None:
    soffice = requires_program("soffice")
    text = TEXT[: TEXT.index("adjustment:")].replace("    part: [", "    # [")
    budget = read_document(text, "budget.yaml", Budget).value
    base = base_lines(budget, budget.base_year)
    one = BudgetBook(base, reconciled(base), None, budget.base_year, base.shared())
    lines = budget_sheets(one)[0]
    (part,), (total,) = (place(lines, *where) for where in ((0, "Community"), (0, "All lines")))
    before = recalculated(soffice, tmp_path / "0", {"x": budget_workbook(one)})["x"]
    assert before["Lines"][total][7] == "#N/A"
    changed = with_cell(budget_workbook(one), tmp_path, "Lines", {f"G{part + 1}": 0.5})
    found = recalculated(soffice, tmp_path / "1", {"x": changed})["x"]
    # Half of 500,000.33 is a half penny more than 250,000.16: halves go away from nought.
    assert found["Lines"][total][7] == pytest.approx(1_000_000.05 + 250_000.17 + 200_000)


def test_the_command_writes_the_book_of_a_shipped_place(tmp_path: Path) -> None:
    done = call("central-london-2017", "--output", tmp_path / "book")
    assert done.exit_code == 0, done.output
    names = {path.name for path in (tmp_path / "book").iterdir()}
    assert {"budget.html", "budget.xlsx", "lines.csv", "ledgers.csv", "pooled.csv"} <= names
    assert not {"prices.csv", "pmpm.svg", "outturn.csv"} & names
    assert f"written: {tmp_path / 'book' / 'budget.xlsx'}" in done.output
    first = {path.name: path.read_bytes() for path in (tmp_path / "book").iterdir()}
    assert call("central-london-2017", "--output", tmp_path / "again").exit_code == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").iterdir()} == first


def test_json_and_files_are_written_at_once(tmp_path: Path) -> None:
    done = call("hillingdon-2016", "--output", tmp_path, "--json")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("{")
    assert (tmp_path / "budget.html").is_file()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = call("central-london-2017", "--output", tmp_path / "file" / "book")
    assert done.exit_code == 1
    assert "the book cannot be written" in done.output
