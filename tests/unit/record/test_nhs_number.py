"""The NHS number: ten digits, the last of which checks the others."""

from __future__ import annotations

import pytest

from tests.tables import drawn, same, table
from wholeplace.record import nhs_number


def test_the_check_digit_is_worked_out_by_hand() -> None:
    # 9x10 + 9x9 + 9x8 = 243, and 1x2 = 2: 245 leaves 3 over 22 elevens; 11 - 3 = 8.
    assert nhs_number.check_digit("999000001") == 8
    # 999000007: 243 + 14 = 257 leaves 4, so 7. A sum without rest has the digit 0.
    assert nhs_number.check_digit("999000007") == 7
    assert nhs_number.check_digit("000000000") == 0


def test_one_number_in_eleven_is_never_given() -> None:
    # Its digit would have to be 10. Among 110 that follow each other there are ten.
    none = [n for n in range(999_000_000, 999_000_110) if nhs_number.check_digit(str(n)) is None]
    assert len(none) == 10


@pytest.mark.parametrize("text", ["12345678", "1234567890", "12345678x", ""])
def test_only_nine_digits_have_a_check_digit(text: str) -> None:
    with pytest.raises(ValueError, match="nine digits"):
        nhs_number.check_digit(text)


NUMBERS = {
    "9990000018": True,
    "999 000 0018": True,
    "999-000-0018": True,
    "9990000019": False,
    "9990000081": False,  # two digits changed places
    "999000001": False,
    "99900000180": False,
    "999000001X": False,
    "1111111111": False,  # it checks, and fills a field
    "0000000000": False,
    "": False,
}


@pytest.mark.parametrize(("text", "valid"), NUMBERS.items())
def test_a_number_is_valid_where_its_last_digit_checks(text: str, *, valid: bool) -> None:
    assert nhs_number.is_valid(text) is valid


def test_a_table_of_numbers_is_judged_as_each_alone() -> None:
    import ibis

    rows = ibis.memtable({"nhs_number": [*NUMBERS, None]}, schema={"nhs_number": "string"})
    valid = rows.mutate(valid=nhs_number.valid_expression(rows.nhs_number))
    from tests.tables import running

    with running() as engine:
        found = {row["nhs_number"]: row["valid"] for row in engine.rows(valid)}
    assert found == NUMBERS | {None: False}


def test_people_read_it_3_3_4_and_a_wrong_one_is_not_repeated() -> None:
    assert nhs_number.written("9990000018") == "999 000 0018"
    with pytest.raises(ValueError, match="not a valid NHS number") as wrong:
        nhs_number.written("9434765918")
    assert "943" not in str(wrong.value)


def test_the_test_range_belongs_to_nobody() -> None:
    assert nhs_number.is_synthetic("999 000 0018")
    assert not nhs_number.is_synthetic("9434765919")
    assert not nhs_number.is_synthetic("9990000019")


def test_blanks_and_hyphens_go_before_a_number_is_used_as_a_key() -> None:
    rows = table("text\n999-000-0018")
    found = rows.select(number=nhs_number.cleaned_expression(rows.text))
    assert drawn(found) == same("number\n9990000018")
