"""Records that others made: every row that comes in is stored, or set aside with a reason."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from wholeplace.cli import main

RequiresData = Callable[[str], Path]


def _json(*words: str | Path) -> object:
    result = CliRunner().invoke(main, [*(str(word) for word in words), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def _rows_of(path: Path) -> int:
    if path.suffix == ".parquet":
        return int(pq.read_metadata(path).num_rows)
    with path.open(newline="", encoding="utf-8") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


@pytest.mark.parametrize(
    ("mapping", "data", "people", "activities"),
    [
        ("synthea-csv", "people/synthea27_csv", 27, 604),
        ("omop", "people/synthea27_omop54", 28, 1791),
        ("synthea-fhir-tables", "people/synthea615", 615, 18098),
    ],
)
def test_a_source_is_loaded_to_the_row_and_run_to_a_report(
    requires_data: RequiresData,
    tmp_path: Path,
    mapping: str,
    data: str,
    people: int,
    activities: int,
) -> None:
    source, workspace = requires_data(data), tmp_path / "W"
    _json("init", workspace, "--place", "hillingdon-2019")
    loaded = _json("load", workspace, "--from", mapping, source)
    assert isinstance(loaded, list)
    counts = loaded[0]["rows"]
    for count in counts:
        assert count["in"] == _rows_of(source / count["file"])
        assert count["in"] == count["stored"] + sum(count["set_aside"].values())
    stored = {count["table"]: count["stored"] for count in counts}
    assert (stored["person"], stored["activity"]) == (people, activities)
    run = _json("run", workspace)
    assert isinstance(run, dict)
    # These people were treated in another country: nothing was charged in pounds, at tariff.
    assert run["statement"] == "incomplete"
    assert run["figures"]["budget.in_scope"] == "missing"
    assert any("no cost of the population" in warning for warning in run["warnings"])
    report = _json("report", workspace)
    assert isinstance(report, dict)
    assert "missing" in Path(report["report"]).read_text(encoding="utf-8")


def test_a_place_that_counts_charges_in_dollars_settles_synthetic_american_records(
    requires_data: RequiresData, tmp_path: Path
) -> None:
    source, workspace = requires_data("people/synthea615"), tmp_path / "W"
    _json("init", workspace, "--place", "hillingdon-2019")
    for name in ("place.yaml", "budget.yaml", "contract.yaml"):
        text = (workspace / name).read_text().replace("currency: GBP", "currency: USD")
        text = re.sub("basis: (tariff|unit_ref|package)", "basis: charge", text)
        (workspace / name).write_text(text)
    _json("load", workspace, "--from", "synthea-fhir-tables", source)
    run = _json("run", workspace)
    assert isinstance(run, dict)
    assert run["statement"] == "complete"
    assert run["figures"]["budget.in_scope"].startswith("$")
    net = _json("settle", workspace)
    assert isinstance(net, dict)
    figures = net["figures"]
    assert sum(Fraction(figures[i]["value"]) for i in net["net"]) == 0


def test_all_published_reach_results_are_settled_to_the_dollar(
    requires_data: RequiresData, tmp_path: Path
) -> None:
    figures, output = requires_data("contracts/reach_2021_2022.csv"), tmp_path / "out.csv"
    words = ["settle", "us-aco-reach", "--figures", str(figures), "--output", str(output)]
    assert CliRunner().invoke(main, words).exit_code == 0
    with figures.open() as published, output.open() as settled:
        pairs = list(zip(csv.DictReader(published), csv.DictReader(settled), strict=True))
    assert len(pairs) == 152
    misses = [
        (told["aco_id"], told["perf_year"])
        for told, ours in pairs
        if ours["aco_id"] != told["aco_id"]
        or round(float(ours["shared_savings_due"])) != round(float(told["shared_savings"]))
    ]
    assert misses == []
