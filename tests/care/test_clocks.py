"""When something is due by a clock of the place, and how well a clock was kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.care.test_caseload import TERMS
from wholeplace.care.clocks import Kept, after, due, how_long, is_late, kept

LONDON = ZoneInfo("Europe/London")
MOMENTS = st.datetimes(
    datetime(2015, 1, 1),  # noqa: DTZ001 - the zone is drawn beside it
    datetime(2030, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([UTC, LONDON]),
)
HOURS = st.floats(0, 10_000)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("start", "hours", "found"),
    [
        # A week is a week on the wall, in summer, in winter, and when the clocks change.
        ("2019-06-03 10:00", 168, "2019-06-10 10:00"),
        ("2019-03-28 10:00", 168, "2019-04-04 10:00"),
        ("2019-10-24 10:00", 168, "2019-10-31 10:00"),
        ("2019-10-26 22:00", 24, "2019-10-27 22:00"),
        # Hours are hours that pass: four hours from eleven at night, when an hour is lost.
        ("2019-03-30 23:00", 4, "2019-03-31 04:00"),
        ("2019-06-03 09:30", 4, "2019-06-03 13:30"),
    ],
)
def test_due_by_a_number_of_hours(start: str, hours: float, found: str) -> None:
    assert after(at(start), hours).astimezone(LONDON) == at(found)


def test_the_clocks_of_the_place() -> None:
    called = at("2019-06-03 09:30")
    assert due(TERMS, "call_back", called) == at("2019-06-03 13:30")
    # Who rings in the evening is rung back the same day.
    assert due(TERMS, "call_back", at("2019-06-03 21:00")) == at("2019-06-03 23:59")
    assert due(TERMS, "alert_follow_up", called) == at("2019-06-10 09:30")
    with pytest.raises(KeyError):
        due(TERMS, "no_such_clock", called)


@given(MOMENTS, HOURS, HOURS)
def test_more_hours_are_never_due_earlier(start: datetime, some: float, more: float) -> None:
    few, many = sorted((some, more))
    assert start.astimezone(UTC) <= after(start, few) <= after(start, many)


@given(MOMENTS, st.integers(0, 400))
def test_whole_days_end_at_the_same_time_of_day(start: datetime, days: int) -> None:
    wall, then = start.astimezone(LONDON), after(start, days * 24).astimezone(LONDON)
    assert (then.date() - wall.date()).days == days
    # Only a time of day that is not there, in the hour that is lost, becomes the hour after.
    assert then.time() == wall.time() or (then - timedelta(hours=1)).utcoffset() != then.utcoffset()


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2019-06-03 09:00", "in 30 minutes"),
        ("2019-06-03 07:30", "in 2 hours"),
        ("2019-06-01 09:30", "in 2 days"),
        ("2019-06-03 09:31", "1 minute late"),
        ("2019-06-03 10:40", "1 hour late"),
        ("2019-06-10 09:30", "7 days late"),
        ("2019-06-03 09:30", "in 0 minutes"),
    ],
)
def test_how_long_there_is_in_words(moment: str, says: str) -> None:
    assert how_long(at("2019-06-03 09:30"), at(moment)) == says


def test_what_has_no_time_is_never_late() -> None:
    assert not is_late(None, at("2019-06-03 09:30"))
    assert how_long(None, at("2019-06-03 09:30")) == ""


def test_how_a_clock_was_kept() -> None:
    by, now = at("2019-06-03 09:30"), at("2019-06-04 00:00")
    rows = [
        (by, by),  # answered in time
        (by, by + timedelta(minutes=1)),  # answered late
        (by, None),  # not answered, and late
        (now + timedelta(days=1), None),  # not answered, with time left
    ]
    found = kept(rows, now)
    assert found == Kept(in_time=1, late=1, open_in_time=1, open_late=1)
    assert found.share == pytest.approx(1 / 3)
    assert kept([], now).share is None


@given(st.lists(st.tuples(MOMENTS, st.none() | MOMENTS), max_size=20), MOMENTS)
def test_every_row_is_counted_once(
    rows: list[tuple[datetime, datetime | None]], now: datetime
) -> None:
    assert kept(rows, now).total == len(rows)
