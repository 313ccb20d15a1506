"""One small place, made once, and a way to ask it questions in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from wholeplace.synthetic import make_place

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def place() -> Mapping[str, pa.Table]:
    """20,000 people over 2017/18 to 2019/20."""
    return make_place(20_000, 2017, 3, np.random.default_rng(2017))


@pytest.fixture(scope="session")
def ask(place: Mapping[str, pa.Table]) -> Ask:
    """A function that runs SQL over the tables and returns the rows; it fills names in braces."""
    connection = duckdb.connect()
    for name, table in place.items():
        connection.register(name, table)
    # `known` is activity with the person that the row's source means, where there is a link.
    connection.execute(
        "create view known as select activity.* exclude (person_id), source_link.person_id"
        " from activity join source_link on activity.source = source_link.source"
        " and activity.person_id = source_key"
    )

    def run(sql: str, **names: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql.format(**names) if names else sql).fetchall()

    return run
