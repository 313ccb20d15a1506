"""One small place, made once, and a way to ask its feeds questions in SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from wholeplace.app.calibrate import shipped_facts
from wholeplace.synthetic import Wish, make_feeds

Ask = Callable[..., list[tuple[Any, ...]]]


def made(wish: Wish, seed: int) -> Mapping[str, pa.Table]:
    """Return the files of a place by name, each whole."""
    parts: dict[str, list[pa.Table]] = defaultdict(list)
    for part in make_feeds(wish, shipped_facts(), np.random.default_rng(seed)):
        parts[part.file].append(part.table)
    return {name: pa.concat_tables(tables) for name, tables in parts.items()}


@pytest.fixture(scope="session")
def place() -> Mapping[str, pa.Table]:
    """8,000 people over 2017/18 to 2019/20, with names and prescribing, the care model off."""
    wish = Wish(8_000, 2017, 3, care_model=False, identified=True, prescribing=True)
    return made(wish, 2017)


@pytest.fixture(scope="session")
def ask(place: Mapping[str, pa.Table]) -> Ask:
    """A function that runs SQL over the files and returns the rows; it fills names in braces."""
    connection = duckdb.connect()
    for name, table in place.items():
        connection.register(name, table)
    # One row by spell and by attendance, without earlier versions, visitors or missing numbers.
    connection.execute(
        "create view spells as select PROVSPNOPS, any_value(NHSNUMBER) as nhs, min(ADMIDATE)::date"
        " as first, max(DISDATE)::date as last, any_value(ADMIMETH) as method,"
        " any_value(CLASSPAT) as class, max(DISMETH) as ending, any_value(SPELDUR)::int as nights,"
        " any_value(SEX) as sex, any_value(strptime(MYDOB, '%m%Y'))::date as born,"
        " max(FINAL_PRICE)::double as price, any_value(DIAG_4_01) as code from apc group by 1"
    )
    connection.execute(
        "create view visits as"
        " select ATTENDANCE_ID as id, NHSNUMBER as nhs, ARRIVAL_DATE::date as day from ecds"
        " where PURCODE = 'ZICB' union"
        " select ATTENDKEY, NHSNUMBER, APPTDATE::date from op where PURCODE = 'ZICB' union"
        " select APPOINTMENT_ID, NHS_NUMBER, START_DATE::date from gp union"
        " select UNIQUE_CARE_CONTACT_ID, PERSON_NHS_NUMBER, CONTACT_DATE::date from csds_contact"
        " union select UNIQUE_CARE_CONTACT_ID, PERSON_NHS_NUMBER, CONTACT_DATE::date"
        " from mhs_contact"
    )

    def run(sql: str, **names: str) -> list[tuple[Any, ...]]:
        return connection.execute(sql.format(**names) if names else sql).fetchall()

    return run
