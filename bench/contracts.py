"""A programme's contract written out in NumPy by hand, to hold the contract engine against."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from wholeplace.contract import Contract, kind_of_figure, read_value
from wholeplace.contract.arrays.columns import Few, Many, near_of
from wholeplace.contract.arrays.evaluate import numbers, words
from wholeplace.contract.figures import default_of
from wholeplace.contract.formula import Basic, Choice
from wholeplace.kernel import Value

Figures: TypeAlias = dict[str, Few | Many]
TRACKS = ("1", "2", "3", "1+", "A", "B", "C", "D", "E", "EN")


def read_rows(
    contract: Contract, path: Path, rows: int
) -> tuple[list[date], list[dict[str, Value]]]:
    """Return the years and figures of a table, over and over until there are enough rows."""
    kinds = {name: kind_of_figure(term) for name, term in contract.terms.figures.items()}
    defaults = {name: default_of(contract.terms, name) for name in kinds}
    with path.open(encoding="utf-8", newline="") as stream:
        cells = list(csv.DictReader(stream))
    cells = (cells * (rows // len(cells) + 1))[:rows]
    read = []
    for row in cells:
        figures = {}
        for name, kind in kinds.items():
            column = contract.terms.figures[name].column or name
            value = read_value(row.get(column), kind, contract.terms.currency)
            figures[name] = defaults[name] if value is None else value
        read.append({name: value for name, value in figures.items() if value is not None})
    return [date(int(row["year"]), 1, 1) for row in cells], read


def as_columns(contract: Contract, rows: Sequence[Mapping[str, Value]]) -> Figures:
    """Return the figures of all rows as arrays, words as the column that they make."""
    columns: Figures = {}
    for name, term in contract.terms.figures.items():
        kind, values = kind_of_figure(term), [row.get(name) for row in rows]
        if isinstance(kind, Choice):
            columns[name] = words(np.array(values, dtype=np.object_), kind.options)
        elif kind is Basic.YES_NO:
            columns[name] = words(np.array(values, dtype=np.object_), (False, True))
        else:
            columns[name] = numbers(
                np.array([np.nan if v is None else float(v) for v in values])  # type: ignore[arg-type]
            )
    return columns


def plain_arrays(columns: Figures) -> dict[str, npt.NDArray[np.generic]]:
    """Return columns as the arrays that a person would start from: words as whole numbers."""
    plain = {}
    for name, column in columns.items():
        if isinstance(column, Few):
            which = np.zeros(1, np.intp) if column.which is None else column.which
            plain[name] = which if name == "track" else which.astype(np.bool_)
        else:
            plain[name] = near_of(column).value
    return plain


def settled_by_hand(
    years: npt.NDArray[np.intp], f: Mapping[str, npt.NDArray[np.generic]]
) -> dict[str, npt.NDArray[np.generic]]:
    """Return every line of the shared savings contract, its terms written into the code."""
    track = f["track"]
    maximum = np.array([0.5, 0.6, 0.75, 0.5, 0.4, 0.4, 0.5, 0.5, 0.5, 0.75])[track]
    cap = np.array([0.1, 0.15, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.2])[track]
    two_sided = np.array([0, 1, 1, 1, 0, 0, 1, 1, 1, 1], np.bool_)[track]
    least = np.array([0, 0.4, 0.4, 0.3, 0, 0, 0.3, 0.3, 0.3, 0.4])[track]
    most = np.array([0, 0.6, 0.75, 0.3, 0, 0, 0.3, 0.3, 0.3, 0.75])[track]
    limit = np.array([0, 0.1, 0.15, 0.04, 0, 0, 0.01, 0.02, 0.04, 0.15])[track]
    of_revenue = np.array([0, 0, 0, 0.08, 0, 0, 0.02, 0.04, 0.08, 0])[track]
    paid_part = np.where((years == 2019) | (years == 2020), 1.0, 0.98)  # noqa: PLR2004
    gross, benchmark, people = f["gross"], f["benchmark"], f["beneficiaries"]
    at = [5000, 6000, 7000, 8000, 9000, 10000, 15000, 20000, 50000, 60000]
    rates = [0.039, 0.036, 0.034, 0.032, 0.031, 0.03, 0.027, 0.025, 0.022, 0.02]
    minimum = np.where(
        ~two_sided & (people >= at[0]),
        np.interp(people, at, rates),
        np.round(f["published_minimum_rate"], 9),
    )
    counted = np.where(np.abs(gross) >= minimum * benchmark, gross, 0.0)
    score = np.round(f["quality_score"], 6)
    scaled = maximum * score
    by_score = np.where(f["published_sharing_rate"] == 0, 0.0, scaled)
    alternative = (years >= 2023) & f["alternative_standard_met"]  # noqa: PLR2004
    by_standard = np.where(f["quality_standard_met"], maximum, np.where(alternative, scaled, 0.0))
    rate = np.where(years < 2021, by_score, by_standard)  # noqa: PLR2004
    half = (years >= 2024) & (counted == 0) & (gross > 0) & f["qualifies_for_half_rate"]  # noqa: PLR2004
    saving = np.where(half, gross * rate / 2, np.maximum(counted, 0.0) * rate)
    after = saving * paid_part
    limited = np.minimum(after, cap * benchmark)
    loss_rate = np.clip(1 - np.where(rate == 0, 0.0, scaled), least, most)
    loss = np.where(two_sided & (counted < 0), -counted * loss_rate, 0.0)
    revenue = f["participant_revenue"]
    loss_limit = np.where(
        (of_revenue > 0) & (revenue > 0),
        np.minimum(limit * benchmark, of_revenue * revenue),
        limit * benchmark,
    )
    loss_limited = np.minimum(loss, loss_limit)
    owed = np.maximum(loss_limited + f["disaster_adjustment"], 0.0)
    result = limited - owed
    earned = np.copysign(np.floor(np.abs(result) + 0.5), result)
    recouped = np.where(years >= 2024, np.minimum(np.maximum(earned, 0), f["advance_balance"]), 0.0)  # noqa: PLR2004
    below = counted < 0
    why = np.select(
        [
            half & (earned > 0),
            (counted == 0) & (gross >= 0),
            counted == 0,
            below & ~two_sided,
            below & (owed == 0),
            below & (loss_limited < loss),
            below,
            rate == 0,
            limited < after,
            rate < maximum,
        ],
        list(range(10)),
        default=10,
    )
    return {"earned": earned, "paid": earned - recouped, "why": why, "loss_limited": loss_limited}
