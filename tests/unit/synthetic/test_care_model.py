"""The care model's effect is known, can be switched, and changes nothing else."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from tests.unit.synthetic.conftest import made
from wholeplace.synthetic import Wish
from wholeplace.synthetic.caseload import RATE_RATIO, SHARES, Caseload, prevented
from wholeplace.synthetic.columns import MINUTES, NEVER
from wholeplace.synthetic.events import Events, Stays
from wholeplace.synthetic.services import number_of

Pair = tuple[Mapping[str, pa.Table], Mapping[str, pa.Table]]


@pytest.fixture(scope="module")
def pair() -> Pair:
    """The same 20,000 people without the care model, and with it."""
    off, on = (made(Wish(20_000, 2015, 4, care_model=on), 11) for on in (False, True))
    return off, on


def _asked(pair: Pair, sql: str) -> list[tuple[object, ...]]:
    connection = duckdb.connect()
    for side, place in zip(("without", "with_it"), pair, strict=True):
        for name in ("apc", "ecds", "plics", "caseload", "prevented"):
            connection.register(f"{side}_{name}", place[name])
    return connection.execute(sql).fetchall()


def test_no_file_but_those_of_admissions_differs(pair: Pair) -> None:
    off, on = pair
    differ = {name for name in off if not off[name].equals(on[name])}
    assert differ == {"apc", "ecds", "plics", "caseload", "prevented"}


@pytest.mark.parametrize("name", ["apc", "ecds", "plics"])
def test_with_the_model_there_is_nothing_that_was_not_there_without(pair: Pair, name: str) -> None:
    sql = f"select * from with_it_{name} except all select * from without_{name}"  # noqa: S608
    assert _asked(pair, sql) == []


def test_what_is_missing_is_what_the_truth_says_was_prevented(pair: Pair) -> None:
    missing = _asked(
        pair,
        "select distinct PROVSPNOPS from without_apc except"
        " select PROVSPNOPS from with_it_apc order by 1",
    )
    told = _asked(pair, "select PROVSPNOPS from with_it_prevented order by 1")
    assert missing == told
    assert told


def test_prevented_admissions_are_emergencies_of_people_on_the_caseload(pair: Pair) -> None:
    wrong = _asked(
        pair,
        "select p.* from with_it_prevented p left join with_it_caseload c using (NHS_NUMBER)"
        " left join without_apc a using (PROVSPNOPS)"
        " where c.ENROLLED_FROM is null or c.ENROLLED_FROM > p.ADMIDATE or ADMIMETH[1] <> '2'"
        " or DISMETH = '4'",
    )
    assert wrong == []


def test_the_rate_of_the_caseload_falls_by_the_factor_that_the_truth_tells(pair: Pair) -> None:
    [(before, after)] = _asked(
        pair,
        "with at_risk as (select distinct PROVSPNOPS from without_apc join without_caseload"
        " on NHSNUMBER = NHS_NUMBER where ENROLLED_FROM <= ADMIDATE and ADMIMETH[1] = '2')"
        " select count(*), count(*) filter (PROVSPNOPS in (select PROVSPNOPS from with_it_apc))"
        " from at_risk",
    )
    assert isinstance(before, int)
    assert isinstance(after, int)
    # A little above the factor: an admission in which somebody dies is never prevented.
    assert after / before == pytest.approx(RATE_RATIO, abs=4 * (0.21 / before) ** 0.5)
    assert before > 150


def test_the_caseload_is_as_large_as_it_is_said_to_be(pair: Pair) -> None:
    [(first, both, eligible)] = _asked(
        pair,
        "select count(*) filter (ENROLLED_FROM = '2017-04-01'), count(ENROLLED_FROM), count(*)"
        " from with_it_caseload",
    )
    adults = 20_000 * 0.76
    assert first == pytest.approx(SHARES[0] * adults, rel=0.15)
    assert both == pytest.approx(SHARES[1] * adults, rel=0.25)  # some of the first have left
    assert isinstance(both, int)
    assert isinstance(eligible, int)
    assert eligible > both


def test_the_caseload_is_at_high_risk(pair: Pair) -> None:
    [(theirs, all_of_them)] = _asked(
        pair,
        "with e as (select distinct PROVSPNOPS, NHSNUMBER from without_apc"
        " where ADMIMETH[1] = '2' and ADMIDATE >= '2017-04-01')"
        " select count(*) filter (NHSNUMBER in (select NHS_NUMBER from without_caseload"
        " where ENROLLED_FROM = '2017-04-01')), count(*) from e",
    )
    assert isinstance(theirs, int)
    assert isinstance(all_of_them, int)
    assert theirs / all_of_them > 5 * SHARES[0]


def test_the_truth_says_whether_the_model_was_in_force(pair: Pair) -> None:
    off, on = pair
    assert set(off["caseload"]["IN_FORCE"].to_pylist()) == {"no"}
    assert set(on["caseload"]["IN_FORCE"].to_pylist()) == {"yes"}


def test_only_emergencies_of_those_enrolled_in_which_nobody_dies_can_be_prevented() -> None:
    # Each line 400 times: service, day, died, last days of life, and whether it can be prevented.
    lines = [
        ("NEL", 120, False, False, True),
        ("NEL", 99, False, False, False),  # before the day of enrolment
        ("NEL", 120, True, False, False),
        ("NEL", 120, False, True, False),
        ("EL", 120, False, False, False),
        ("MAT", 120, False, False, False),
    ]
    pods, days, died, last, can = (np.repeat(column, 400) for column in zip(*lines, strict=True))
    size = len(pods)
    none, nobody = np.zeros(size, dtype=np.bool_), np.zeros(size, dtype=np.int64)
    start = days.astype(np.int64) * MINUTES
    pod = np.array([number_of(str(name)) for name in pods])
    events = Events(np.arange(size), nobody, pod, start, start, none, nobody - 1)
    stays = Stays(events, nobody, died.astype(np.bool_), last.astype(np.bool_), none)
    caseload = Caseload(eligible=np.array([100]), enrolled=np.array([100]))
    gone = prevented(stays, caseload, np.random.default_rng(2))
    assert not gone[~can.astype(np.bool_)].any()
    assert gone[can.astype(np.bool_)].mean() == pytest.approx(1 - RATE_RATIO, abs=0.07)
    never = Caseload(eligible=np.array([100]), enrolled=np.array([NEVER]))
    assert not prevented(stays, never, np.random.default_rng(2)).any()
