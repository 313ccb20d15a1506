"""People on a day as a matrix: what was known of them, and what came after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wholeplace.population.risk.feature_list import FEATURES

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NAMES = tuple(feature.name for feature in FEATURES)


@dataclass(frozen=True, slots=True)
class Sample:
    """The people on the register of a day, in the order of their pseudonyms.

    ``values`` has a row for each and a column for each of ``FEATURES`` (``nan``: nobody knows);
    ``events`` is how many events of the outcome came in the year; ``ethnicity`` is the NHS
    category, or empty. No pseudonym is kept.
    """

    day: date
    values: Floats
    events: NDArray[np.int64]
    ethnicity: tuple[str, ...]

    @property
    def had_any(self) -> Flags:
        """Whether the outcome came, for each person."""
        return self.events > 0

    def column(self, name: str) -> Floats:
        """Return one feature of everybody."""
        return self.values[:, NAMES.index(name)]

    def empty_features(self) -> tuple[str, ...]:
        """Return the features that are the same for everybody, or known of nobody."""
        return tuple(
            name
            for name, column in zip(NAMES, self.values.T, strict=True)
            if len(np.unique(column[~np.isnan(column)])) <= 1
        )


def sample_of(rows: pa.Table, day: date) -> Sample:
    """Return the sample of rows with every feature, ``events`` and ``ethnicity``, in order."""
    columns = [
        np.minimum(
            rows[f.name].cast(pa.float64()).fill_null(float("nan")).to_numpy(), float(f.most)
        )
        for f in FEATURES
    ]
    return Sample(
        day=day,
        values=np.column_stack(columns),
        events=rows["events"].cast(pa.int64()).fill_null(0).to_numpy(),
        ethnicity=tuple(text or "" for text in rows["ethnicity"].to_pylist()),
    )
