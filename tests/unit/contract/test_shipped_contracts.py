"""Every agreement we ship is read without a warning, and its worked examples come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholeplace.contract import Contract, Examples, read_contract, read_examples
from wholeplace.document import Document
from wholeplace.settle import check_examples

ROOT = Path(__file__).parents[3]
SHIPPED = sorted(path.parent for path in ROOT.glob("*/*/contract.yaml"))


def read(folder: Path) -> tuple[Contract, Document[Examples]]:
    agreement, examples = folder / "contract.yaml", folder / "examples.yaml"
    return (
        read_contract(agreement.read_text(encoding="utf-8"), agreement.name),
        read_examples(examples.read_text(encoding="utf-8"), examples.name),
    )


def test_there_are_agreements_to_try() -> None:
    assert {"hillingdon-2019", "us-aco-reach"} <= {folder.name for folder in SHIPPED}


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_it_is_read_without_a_warning(folder: Path) -> None:
    contract, examples = read(folder)
    assert contract.warnings == ()
    assert len(examples.value.root) >= 4


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_its_examples_come_out(folder: Path) -> None:
    assert [str(problem) for problem in check_examples(*read(folder))] == []


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_line_and_parameter_cites_its_source(folder: Path) -> None:
    contract, _ = read(folder)
    assert [line.name for line in contract.lines if not line.source] == []
