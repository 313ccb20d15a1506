"""Published settlements of the Shared Savings Program: each row agrees as it is said to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.compare_published import Compared, Verdict, by_year, compared, made, misses, read_table

GOLDEN = Path(__file__).parents[2] / "golden" / "mssp.csv"
TRACKS = {"1", "2", "3", "1+", "A", "B", "C", "D", "E", "EN"}


@pytest.fixture(scope="module")
def found() -> list[Compared]:
    return compared(read_table(GOLDEN))


def name(each: Compared) -> tuple[str, ...]:
    return (each.year, each.aco, each.row["track"])


def test_every_year_track_and_reason_is_among_the_rows(found: list[Compared]) -> None:
    assert {each.year for each in found} == {str(year) for year in range(2014, 2023)}
    assert {each.row["track"] for each in found} == TRACKS
    assert len({each.why for each in found}) == 9


def test_each_settlement_agrees_as_nearly_as_is_said(found: list[Compared]) -> None:
    said = {name(each): each.row["agrees"].partition(":")[0] for each in found}
    assert {name(each): str(each.verdict) for each in found} == said


def test_each_settlement_was_decided_by_what_is_said(found: list[Compared]) -> None:
    assert [name(each) for each in found if each.why != each.row["why"]] == []


def test_every_miss_has_its_cause(found: list[Compared]) -> None:
    causes = Counter(each.row["agrees"] for each in misses(found))
    assert causes == {"miss: revenue": 5, "miss: half a year": 2}


# Circle Health Alliance 2014, Track 1: 7,498,724 x 50% x 88% x 98% = 3,233,450; published was
# 3,240,503.
# The score is printed as 0.88: 87.5% would give 3,215,078, and 88.5% 3,251,822.
@pytest.mark.parametrize(
    ("published", "verdict"),
    [
        ("3233450", Verdict.EXACT),
        ("3233451", Verdict.DOLLAR),
        ("3233449", Verdict.DOLLAR),
        ("3233452", Verdict.SCORE),
        ("3240503", Verdict.SCORE),
        ("3251822", Verdict.SCORE),
        ("3215078", Verdict.SCORE),
        ("3251823", Verdict.MISS),
        ("3215077", Verdict.MISS),
        ("0", Verdict.MISS),
    ],
)
def test_what_counts_as_agreeing(published: str, verdict: Verdict) -> None:
    (row,) = (
        row for row in read_table(GOLDEN) if matches(row, {"year": "2014", "aco_num": "A46043"})
    )
    (each,) = compared([{**row, "earnsaveloss": published}])
    assert each.verdict is verdict


def matches(row: Mapping[str, str], wanted: Mapping[str, str]) -> bool:
    return wanted.items() <= row.items()


def test_a_score_that_scales_nothing_excuses_nothing() -> None:
    (row,) = (
        row for row in read_table(GOLDEN) if matches(row, {"year": "2022", "aco_id": "A1001"})
    )
    (each,) = compared([{**row, "earnsaveloss": "45867448"}])
    assert each.verdict is Verdict.MISS


def test_the_table_of_a_page_is_written_between_its_marks(found: list[Compared]) -> None:
    page = "# A\n\n<!-- compare_published: by year -->\nold\n<!-- compare_published: end -->\n\nB\n"
    written = made(page, by_year(found))
    assert (written[:4], written[-3:]) == ("# A\n", "\nB\n")
    assert "old" not in written
    assert "| all | 489 |" in written
    assert made(written, by_year(found)) == written
    with pytest.raises(ValueError, match="has no part between"):
        made("# A\n", "")
