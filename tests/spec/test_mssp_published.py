"""The page that says how the Shared Savings Program agrees is what a run of all of it gives."""

from __future__ import annotations

import csv
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from tools.compare_published import (
    Compared,
    Verdict,
    by_year,
    compared,
    made,
    misses,
    not_zero,
    read_table,
    share,
)
from wholeplace.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "mssp-agreement.md"
TABLE = "contracts/mssp_2014_2022.csv"
TO_THE_DOLLAR = (Verdict.EXACT, Verdict.DOLLAR)


@pytest.fixture(scope="module")
def found(requires_data: Callable[[str], Path]) -> list[Compared]:
    return compared(read_table(requires_data(TABLE)))


def test_the_results_agree_as_far_as_was_asked(found: list[Compared]) -> None:
    assert len(found) == 4122
    assert share(found, *TO_THE_DOLLAR, Verdict.SCORE) >= Fraction("0.997")
    assert share(not_zero(found), *TO_THE_DOLLAR) >= Fraction("0.995")


def test_the_table_of_the_page_is_what_comes_out(found: list[Compared]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert made(page, by_year(found)) == page, "run tools/compare_published.py with the page"


def test_every_miss_stands_on_the_page(found: list[Compared]) -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line.startswith("| 20") and line.count("|") == 7]
    told = {tuple(cell.strip() for cell in line.split("|")[1:6]) for line in listed}
    told = {(year, aco.split()[0], *rest) for year, aco, *rest in told if aco.startswith("A")}
    assert told == {
        (each.year, each.aco, each.row["track"], f"{int(each.ours):,}", f"{int(each.published):,}")
        for each in misses(found)
    }


def test_the_command_gives_what_is_compared(
    found: list[Compared], requires_data: Callable[[str], Path], tmp_path: Path
) -> None:
    figures, output = str(requires_data(TABLE)), tmp_path / "out.csv"
    words = ["settle", "us-mssp", "--figures", figures, "--output", str(output)]
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, "settled 4,122 of 4,122 rows" in result.output) == (0, True)
    with output.open(encoding="utf-8", newline="") as file:
        settled = [(row["earned"], row["why"]) for row in csv.DictReader(file)]
    assert settled == [(f"{int(each.ours)}.00", each.why) for each in found]
