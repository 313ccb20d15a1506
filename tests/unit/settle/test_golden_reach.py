"""All 152 published settlements of ACO REACH, 2021 and 2022, to the dollar."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from wholeplace.contract import read_contract
from wholeplace.settle import Records, row_cells, settle_records

ROOT = Path(__file__).parents[3]
AGREEMENT = ROOT / "contracts" / "us-aco-reach" / "contract.yaml"

# CMS prints no payment for this saving, and does not say why; see the README of the agreement.
NOT_PAID = {("D0128", "2022")}


@pytest.fixture(scope="module")
def settled() -> list[tuple[dict[str, str], dict[str, str]]]:
    with (ROOT / "tests" / "golden" / "reach.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records = Records("reach.csv", tuple(rows[0]), tuple(enumerate(rows, 2)))
    contract = read_contract(AGREEMENT.read_text(encoding="utf-8"))
    return list(zip(rows, map(row_cells, settle_records(contract, records)), strict=True))


def test_every_settlement_is_complete(settled: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    assert [cells["status"] for _, cells in settled] == ["complete"] * 152


def test_savings_and_losses_are_as_published(
    settled: list[tuple[dict[str, str], dict[str, str]]],
) -> None:
    differences = [
        Fraction(row["shared_savings"]) - Fraction(cells["shared_savings_due"])
        for row, cells in settled
    ]
    assert max(map(abs, differences)) <= Fraction("0.01")
    assert [round(float(row["shared_savings"])) for row, _ in settled] == [
        round(float(cells["shared_savings_due"])) for _, cells in settled
    ]


def test_amounts_after_sequestration_are_as_published(
    settled: list[tuple[dict[str, str], dict[str, str]]],
) -> None:
    misses = {
        (row["aco_id"], row["perf_year"])
        for row, cells in settled
        if abs(
            Fraction(row["shared_savings_seq"])
            - Fraction(cells["shared_savings_after_sequestration"])
        )
        >= Fraction(1, 2)
    }
    assert misses == NOT_PAID
