"""Counts of 1 to 7 are not shown, nor what would give them away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from wholeplace.privacy import SmallNumbers

SMALL = SmallNumbers(hide_to=7, source="assumed: as the policy that is shipped says")

# counts by row, in order a, b, c ... | rows hidden | is the total hidden?
POLICY = """
0  12 40      |       | no
8  12 40      |       | no
7  12 40      | a b   | no
1  12 40      | a b   | no
3  12 0       | a b   | no
3  9  9  40   | a b   | no
3  4  12 40   | a b c | no
3  5  12 40   | a b   | no
1  1  40      | a b c | no
7  7  12 40   | a b c | no
7  7          | a b   | yes
5  0  0       | a     | yes
2  2          | a b   | yes
0  0          |       | no
"""


def _cases() -> list[tuple[list[int], frozenset[str], bool]]:
    lines = [line.split("|") for line in POLICY.strip().splitlines()]
    return [
        ([int(n) for n in counts.split()], frozenset(hidden.split()), total.strip() == "yes")
        for counts, hidden, total in lines
    ]


@pytest.mark.parametrize(("counts", "hidden", "total"), _cases())
def test_the_policy_by_examples(counts: list[int], hidden: frozenset[str], *, total: bool) -> None:
    found = SMALL.hidden_rows(dict(zip("abcdef", counts, strict=False)))
    assert (found.rows, found.total) == (hidden, total)


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (7, True), (8, False)])
def test_one_to_seven_are_small(count: int, *, small: bool) -> None:
    assert SMALL.is_small(count) is small


def test_a_row_hidden_for_another_reason_is_not_left_alone() -> None:
    assert SMALL.hidden_rows({"a": 50, "b": 12, "c": 40}, frozenset("a")).rows == {"a", "b"}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30)))
def test_no_small_count_is_shown_and_none_can_be_found_by_subtraction(
    counts: dict[str, int],
) -> None:
    hidden = SMALL.hidden_rows(counts)
    assert not [row for row, n in counts.items() if SMALL.is_small(n) and row not in hidden.rows]
    assert hidden.total or not SMALL.is_small(sum(counts.values()))
    if hidden.rows and not hidden.total:
        sums = sum(counts[row] for row in hidden.rows)
        assert len(hidden.rows) > 1
        assert 7 < sums != 7 * len(hidden.rows)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 30)))
def test_nothing_is_hidden_without_a_small_count(counts: dict[str, int]) -> None:
    if not any(SMALL.is_small(n) for n in counts.values()):
        assert SMALL.hidden_rows(counts).rows == frozenset()


def test_a_count_is_shown_said_and_rounded() -> None:
    fives = SMALL.model_copy(update={"round_to": 5})
    assert [SMALL.shown(n) for n in (0, 1, 7, 8, 1234)] == ["0", "*", "*", "8", "1,234"]
    assert [fives.shown(n) for n in (0, 7, 8, 12, 13, 1234)] == [
        "0",
        "*",
        "10",
        "10",
        "15",
        "1,235",
    ]
    assert [SMALL.said(n) for n in (0, 3, 8)] == ["0", "1 to 7", "8"]


def test_a_place_may_hide_more() -> None:
    ten = SMALL.model_copy(update={"hide_to": 10})
    assert ten.is_small(10)
    assert ten.hidden_rows({"a": 9, "b": 12, "c": 40}).rows == {"a", "b"}


def test_a_range_that_hides_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="no count is hidden"):
        SmallNumbers(hide_from=8, hide_to=7, source="assumed: wrong")
