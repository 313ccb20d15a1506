"""What the ledger says of batches that later ones took the place of, wholly or in part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from wholeplace.app.load.superseding import superseding
from wholeplace.kernel import Refused
from wholeplace.store.ledger import (
    Batch,
    Count,
    Superseded,
    known_at,
    read_ledger,
    write_ledger,
)

MARCH, APRIL, MAY = "2019-03", "2019-04", "2019-05"
STAYS = Count(
    "activity", "stays.csv", 12, 7, {"a test": 2}, refused=1, superseded=2,
    origin="stays", parquet="activity.parquet", months={MARCH: 4, APRIL: 3},
)  # fmt: skip
BILLS = Count("cost", "bills.csv", 5, 5, origin="bills", parquet="cost.parquet", months={MARCH: 5})


def batch(name: str, *counts: Count, source: str = "acute", day: int = 1) -> Batch:
    at = datetime(2019, 6, day, 12, tzinfo=UTC).isoformat()
    return Batch(name, source, "acute", "1", "", at, {}, counts)


def at(day: int) -> str:
    return batch("", day=day).loaded_at


def standing(one: Batch) -> list[list[int]]:
    """Return rows in, stored, refused and superseded of each count, as they stand."""
    counts = one.counts_as_they_stand()
    assert all(count.adds_up for count in counts)
    return [[c.rows_in, c.stored, c.refused, c.superseded] for c in counts]


def test_rows_that_are_lost_do_not_add_up() -> None:
    assert STAYS.adds_up
    changes: list[dict[str, int]] = [
        {"rows_in": 13}, {"stored": 6}, {"refused": 0}, {"superseded": 3},
    ]  # fmt: skip
    assert not any(replace(STAYS, **change).adds_up for change in changes)  # type: ignore[arg-type]
    assert not replace(STAYS, set_aside={}).adds_up


ACTIVITY, COST = "activity.parquet", "cost.parquet"


def single(by: str, day: int, rows: dict[str, dict[str, int]]) -> Superseded:
    return Superseded(by, at(day), None, (), rows)


GONE = {
    "nothing": ((), [[12, 7, 1, 2], [5, 5, 0, 0]]),
    "all": ((Superseded("b", at(2)),), [[12, 0, 1, 9], [5, 0, 0, 5]]),
    "a month of stays": (
        (Superseded("b", at(2), "stays", (MARCH,)),),
        [[12, 3, 1, 6], [5, 5, 0, 0]],
    ),
    "a month of bills": (
        (Superseded("b", at(2), "bills", (MARCH,)),),
        [[12, 7, 1, 2], [5, 0, 0, 5]],
    ),
    "a month without rows": (
        (Superseded("b", at(2), "stays", (MAY,)),),
        [[12, 7, 1, 2], [5, 5, 0, 0]],
    ),
    "two stays of March, one of April": (
        (single("b", 2, {ACTIVITY: {MARCH: 2, APRIL: 1}}),),
        [[12, 4, 1, 5], [5, 5, 0, 0]],
    ),
    "two stays of March, then March": (
        (
            single("b", 2, {ACTIVITY: {MARCH: 2, APRIL: 1}}),
            Superseded("c", at(3), "stays", (MARCH,)),
        ),
        [[12, 2, 1, 7], [5, 5, 0, 0]],
    ),
    "a stay, and another by a third load": (
        (
            single("b", 2, {ACTIVITY: {MARCH: 1}}),
            single("c", 3, {ACTIVITY: {MARCH: 1}, COST: {"": 1}}),
        ),
        [[12, 5, 1, 4], [5, 4, 0, 1]],
    ),
}


@pytest.mark.parametrize("what", GONE)
def test_superseded_rows_grow_and_every_row_is_accounted_for(what: str) -> None:
    entries, stands = GONE[what]
    one = replace(batch("a", STAYS, BILLS), superseded=entries)
    assert standing(one) == stands
    assert (one.row_count, one.rows_superseded) == (12, 12 - sum(row[1] for row in stands))
    assert one.counts_now == (what != "all")


def test_what_came_later_is_left_out_and_what_was_superseded_later_counts() -> None:
    gone = (
        Superseded("b", at(2), "stays", (MARCH,)),
        Superseded("c", at(3), None, (), {"activity.parquet": {APRIL: 1}}),
        Superseded("d", at(4)),
    )
    ledger = [replace(batch("a", STAYS), superseded=gone)]
    ledger += [batch(name, day=day) for name, day in (("b", 2), ("c", 3), ("d", 4))]

    def seen(when: date) -> list[tuple[str, int]]:
        return [(one.batch_id, one.rows_superseded) for one in known_at(ledger, when)]

    assert seen(date(2019, 5, 31)) == []
    assert seen(date(2019, 6, 1)) == [("a", 0)]
    assert seen(datetime(2019, 6, 2, 11, 59, 59, tzinfo=UTC)) == [("a", 0)]
    assert seen(datetime(2019, 6, 2, 12, tzinfo=UTC)) == [("a", 4), ("b", 0)]
    assert seen(date(2019, 6, 3)) == [("a", 5), ("b", 0), ("c", 0)]
    assert seen(date(2019, 6, 4)) == [("a", 7), ("b", 0), ("c", 0), ("d", 0)]
    assert ledger[0].superseded_only_by({"b", "x"}).superseded == gone[:1]
    assert ledger[0].rows_gone_by("activity.parquet") == ("c",)
    assert ledger[0].rows_gone_by("cost.parquet") == ()


def test_the_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    gone = (
        Superseded("b", at(2), "stays", (MARCH, APRIL)),
        Superseded("b", at(2), None, (), {"activity.parquet": {"": 1}}),
        Superseded("c", at(3)),
    )
    ledger = (replace(batch("a", STAYS, BILLS), superseded=gone), batch("b"))
    assert read_ledger(tmp_path) == ()
    write_ledger(tmp_path, ledger)
    assert read_ledger(tmp_path) == ledger
    (tmp_path / "ledger.json").write_text('{"batches": [{}]}')
    with pytest.raises(Refused, match="the ledger cannot be read"):
        read_ledger(tmp_path)


def test_a_count_without_a_file_of_its_own_is_stored_under_its_table() -> None:
    assert Count("source_link", "identity", 1, 1).stored_as == "source_link.parquet"
    assert batch("a", STAYS, replace(BILLS, stored=0)).tables == ("activity",)


def test_months_that_are_sent_again_are_replaced_file_by_file_in_their_own_feed() -> None:
    earlier = [
        batch("a", STAYS, BILLS),
        batch("x", STAYS, source="another"),
        replace(batch("z", STAYS), superseded=(Superseded("a", at(1)),)),
    ]
    new = batch("b", replace(STAYS, months={MARCH: 1, MAY: 1}), day=2)
    found = superseding(earlier, new, "months", replace_all=False)
    assert found[0].superseded == (Superseded("b", at(2), "stays", (MARCH,)),)
    assert found[1:] == tuple(earlier[1:])
    # A month is lost once.
    assert superseding(found, replace(new, batch_id="c"), "months", replace_all=False) == found
    for refresh, replace_all in (("whole", False), ("append", True), ("months", True)):
        whole = superseding(earlier, new, refresh, replace_all=replace_all)  # type: ignore[arg-type]
        assert [one.counts_now for one in whole] == [False, True, False]
        assert len(whole[2].superseded) == 1
    assert superseding(earlier, new, "append", replace_all=False) == tuple(earlier)
