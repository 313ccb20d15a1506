"""The results of a year: one folder, written in one step, the same bytes for the same run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from wholeplace.kernel import Figure, FinancialYear, Headline, Problem, Refused, Where
from wholeplace.kernel.figure import from_dict, to_dict
from wholeplace.store.files import new_folder, read_text
from wholeplace.store.workspace import Workspace

FIGURES, STATEMENT, MANIFEST = "figures.parquet", "statement.json", "manifest.json"

Rows: TypeAlias = Sequence[Mapping[str, object]]


_SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("value", pa.string()),
        ("number", pa.float64()),
        ("unit", pa.string()),
        ("year", pa.string()),
        ("breakdown", pa.string()),
        ("level", pa.string()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("explanation", pa.string()),
    ]
)


def _record(row: Headline, year: FinancialYear) -> dict[str, object]:
    figure = row.figure
    limits = {child.id: _number(child) for child in figure.children}
    return {
        "id": figure.id,
        "value": None if figure.value is None else str(figure.value),
        "number": _number(figure),
        "unit": figure.unit.value,
        "year": str(year),
        "breakdown": row.breakdown,
        "level": row.level,
        "lower": limits.get(f"{figure.id}.lower"),
        "upper": limits.get(f"{figure.id}.upper"),
        "explanation": json.dumps(to_dict(figure), ensure_ascii=False, sort_keys=True),
    }


def _number(figure: Figure) -> float | None:
    return float(figure.value) if isinstance(figure.value, Fraction) else None


def new_results(workspace: Workspace, year: FinancialYear) -> AbstractContextManager[Path]:
    """Give a folder to fill with the results of a year; it replaces the earlier one at the end."""
    return new_folder(workspace.results(year))


def write_figures(folder: Path, rows: Sequence[Headline], year: FinancialYear) -> None:
    """Write the headline figures; the exact value is text, ``number`` is the same rounded."""
    records = [_record(row, year) for row in rows]
    pq.write_table(pa.Table.from_pylist(records, schema=_SCHEMA), folder / FIGURES)


def write_rows(folder: Path, name: str, rows: Rows) -> None:
    """Write a table of results from rows that all have the same columns."""
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), folder / f"{name}.parquet")


def read_figures(folder: Path) -> list[Headline]:
    """Return the headline figures of a year with their explanations."""
    rows = pq.read_table(_there(folder, FIGURES)).to_pylist()
    return [
        Headline(from_dict(json.loads(row["explanation"])), row["breakdown"], row["level"])
        for row in rows
    ]


def read_rows(folder: Path, name: str) -> list[dict[str, object]]:
    """Return a table of results as rows."""
    return pq.read_table(_there(folder, f"{name}.parquet")).to_pylist()  # type: ignore[no-any-return]


def read_rows_if_there(folder: Path, name: str) -> list[dict[str, object]]:
    """Return a table that results of an earlier version may lack; without it no rows."""
    return read_rows(folder, name) if (folder / f"{name}.parquet").is_file() else []


def read_json(folder: Path, name: str) -> dict[str, object]:
    """Return a JSON result such as the statement or the manifest."""
    return json.loads(read_text(_there(folder, name)))  # type: ignore[no-any-return]


def _there(folder: Path, name: str) -> Path:
    if not (folder / name).is_file():
        remedy = f"make them with: wholeplace run {folder.parent.parent} --year {folder.name}"
        raise Refused([Problem(Where(str(folder)), f"there are no results ({name})", remedy)])
    return folder / name
