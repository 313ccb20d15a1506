"""What looks like an identifier is known for one, alone or in a sentence, and codes are not."""

from __future__ import annotations

import ibis
import pytest

from tests.tables import running
from wholeplace.privacy.identifiers import identifying, like_a_code, looks_identifying

IDENTIFYING = (
    *("9990000018", "999 000 0018", "999-000-0018", "number 9990000018.", "nhs:9990000018"),
    *("UB10 0AA", "ub100aa", "W1A 1AA", "lives in SW1A1AA now", "M1 1AE", "local:RXX:77"),
)
DAYS = ("1941-11-24", "19411124", "24/11/1941", "24.11.41", "1/2/1950", "born 1950-02-01")
CODES = (
    *("21", "2A", "APC", "WF01A", "I10", "E11.9", "0101010C0AAAAAA", "E01002345", "RXX01"),
    *("Day case", "12345", "999000001", "99900000181", "apc:1", "V81999", "12.50", "N39", "-", ""),
)


@pytest.mark.parametrize("text", IDENTIFYING)
def test_numbers_postcodes_and_keys_are_not_to_be_repeated(text: str) -> None:
    assert looks_identifying(text)


@pytest.mark.parametrize("text", DAYS)
def test_a_day_is_only_where_no_day_was_expected(text: str) -> None:
    assert looks_identifying(text, day_too=True)
    assert not looks_identifying(text)


@pytest.mark.parametrize("text", CODES)
def test_codes_are_shown(text: str) -> None:
    assert not looks_identifying(text, day_too=True)


def test_a_column_is_judged_as_each_text_alone() -> None:
    texts = [*IDENTIFYING, *DAYS, *CODES]
    rows = ibis.memtable({"t": texts})
    with running() as engine:
        found = engine.rows(
            rows.mutate(one=identifying(rows.t), two=identifying(rows.t, day_too=True))
        )
    assert [row["one"] for row in found] == [looks_identifying(t) for t in texts]
    assert [row["two"] for row in found] == [looks_identifying(t, day_too=True) for t in texts]


def test_words_may_be_names() -> None:
    rows = ibis.memtable({"t": ["21", "APC", "E11.9", "Smith", "Day case", "Ann Shah 2"]})
    with running() as engine:
        found = [row["t"] for row in engine.rows(rows.filter(like_a_code(rows.t)))]
    assert found == ["21", "APC", "E11.9", "Ann Shah 2"]
