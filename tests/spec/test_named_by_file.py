"""Statements and agreements named by their files: explained and checked wherever they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wholeplace.app.check_documents import check
from wholeplace.app.explain_figure import explain_statement, statement_names
from wholeplace.app.export_statement import export_statement
from wholeplace.app.find_statement import find_statement
from wholeplace.kernel import Refused

GOLDEN = Path(__file__).parents[1] / "golden" / "mssp.csv"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "statement.json"
    export_statement("us-mssp", path, figures=GOLDEN, row=("200",))
    return path


def test_a_figure_is_explained_down_to_the_cell_it_came_from(file: Path) -> None:
    found = explain_statement(file, "gross")
    assert found.id == "figures.gross"
    assert found.source.endswith("mssp.csv, row 200, column bnchmkminexp")


def test_all_that_can_be_explained_is_listed(file: Path) -> None:
    names = statement_names(file)
    assert list(names)[:2] == ["lines.minimum_rate", "lines.counted"]
    assert names["payments.aco"] == explain_statement(file, "paid").shown


def test_an_unknown_figure_is_refused_with_the_nearest(file: Path) -> None:
    with pytest.raises(Refused, match="did you mean 'paid'"):
        explain_statement(file, "padi")


def test_a_statement_that_was_changed_is_refused(file: Path, tmp_path: Path) -> None:
    data = json.loads(file.read_text(encoding="utf-8"))
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(data | {"year": "2020"}), encoding="utf-8")
    with pytest.raises(Refused, match="changed after it was made"):
        find_statement(changed, None)


def test_an_agreement_may_be_named_by_its_file_and_is_checked_with_its_examples() -> None:
    folder = GOLDEN.parents[2] / "contracts" / "aqc"
    assert check(str(folder / "contract.yaml")) == check(str(folder))
