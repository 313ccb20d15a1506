"""Which earlier loads a new one takes the place of, and of which of their months."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wholeplace.app.load.superseding import superseding
from wholeplace.record.language.mapping import Refresh
from wholeplace.store.ledger import Batch, Count, Superseded


def count(origin: str, *months: str) -> Count:
    return Count("activity", f"{origin}.csv", len(months), len(months), origin=origin,
                 months=dict.fromkeys(months, 1))  # fmt: skip


def batch(name: str, *counts: Count, source: str = "acute") -> Batch:
    return Batch(name, source, source, "1", "", f"loaded {name}", {}, counts)


def gone(earlier: Batch, later: Batch, refresh: Refresh, *, replace_all: bool = False) -> object:
    """Return what one load takes the place of in another."""
    (after,) = superseding([earlier], later, refresh, replace_all=replace_all)
    assert after.superseded[: len(earlier.superseded)] == earlier.superseded
    assert replace(after, superseded=()) == replace(earlier, superseded=())
    return after.superseded[len(earlier.superseded) :]


FIRST = batch("1", count("stays", "2019-05", "2019-03", "2019-04"), count("visits", "2019-03"))
LATER = batch("2", count("stays", "2019-06", "2019-05", "2019-04"), count("visits", "2019-04"))
WHOLE = (Superseded("2", "loaded 2"),)


def test_months_that_both_have_of_one_file_are_replaced_and_no_others() -> None:
    # May and April of the stays; of the visits each has a month that the other has not.
    shared = Superseded("2", "loaded 2", "stays", ("2019-04", "2019-05"))
    assert gone(FIRST, LATER, "months") == (shared,)


def test_a_month_is_replaced_once() -> None:
    before = Superseded("1b", "loaded 1b", "stays", ("2019-04",))
    other_file = Superseded("1b", "loaded 1b", "visits", ("2019-05",))
    now = replace(FIRST, superseded=(before, other_file))
    assert gone(now, LATER, "months") == (Superseded("2", "loaded 2", "stays", ("2019-05",)),)
    both = replace(before, months=("2019-04", "2019-05"))
    assert gone(replace(FIRST, superseded=(both,)), LATER, "months") == ()


def test_two_tables_of_one_file_lose_their_months_together() -> None:
    diagnoses = replace(count("stays", "2019-04", "2019-07"), table="diagnosis")
    earlier = batch("1", count("stays", "2019-04"), diagnoses)
    later = batch("2", count("stays", "2019-07"), replace(diagnoses, months={"2019-04": 1}))
    shared = Superseded("2", "loaded 2", "stays", ("2019-04", "2019-07"))
    assert gone(earlier, later, "months") == (shared,)


@pytest.mark.parametrize(
    ("refresh", "replace_all", "answer"),
    [("whole", False, WHOLE), ("append", False, ()), ("append", True, WHOLE),
     ("months", True, WHOLE)],
)  # fmt: skip
def test_a_whole_feed_takes_the_place_of_all_and_one_that_is_added_of_nothing(
    refresh: Refresh, *, replace_all: bool, answer: tuple[Superseded, ...]
) -> None:
    assert gone(FIRST, LATER, refresh, replace_all=replace_all) == answer


def test_other_feeds_and_what_counts_no_more_are_left_alone() -> None:
    other = batch("3", count("stays", "2019-04"), source="mental")
    past = replace(FIRST, batch_id="0", superseded=(Superseded("1", "loaded 1"),))
    after = superseding([past, other, FIRST], LATER, "whole", replace_all=False)
    assert after == (past, other, replace(FIRST, superseded=WHOLE))
