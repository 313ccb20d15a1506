"""Laws of the panel: the one pass says what a plain count of each measure alone says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.outcomes.panel_place import AGES, UNTIL, YEAR, count, lived, measure, place
from wholeplace.outcomes.panel import COLUMNS, panel_of

HEAD = (
    "activity_id  person_id  setting  start_ts  end_ts  is_emergency  bed_days"
    "  attendance_status  attended\n"
)
MEASURES = [
    measure("measure: ed\ncounts: {setting: [ED]}"),
    measure("measure: old\ncounts: {setting: [APC], is_emergency: true}\nages: {from: 65}"),
    measure("measure: days\nby: ended\ncounts: {setting: [APC]}\nvalue: bed_days"),
    measure(
        "measure: part\nkind: proportion\nof: {when: {setting: [APC]}}\n"
        "counts: {is_emergency: true}\nper: 100"
    ),
    measure("measure: mean\nkind: mean\ncounts: {setting: [APC]}\nvalue: bed_days\nper: 1"),
    measure("measure: people\neach: person\ncounts: {setting: [APC, ED]}"),
    measure(
        "measure: again\nkind: proportion\nby: ended\nof: {when: {setting: [APC]}}\nper: 100\n"
        "linked:\n  - {way: followed by, when: {setting: [APC], is_emergency: true},"
        " days: {at_least: 0, below: 30}, source: s}"
    ),
]
BORN = {
    "ann": date(1954, 10, 1),
    "bob": date(1940, 1, 1),
    "cat": date(1990, 1, 1),
    "dee": date(1930, 1, 1),
}
PRACTICE = {"ann": "P1", "bob": "P1", "cat": "P2", "dee": "P2"}


@dataclass(frozen=True)
class Event:
    """What happened to a person, and for how many nights."""

    person: str
    setting: str
    start: date
    nights: int
    is_emergency: bool

    @property
    def end(self) -> date:
        return self.start + timedelta(days=self.nights)


EVENTS = st.lists(
    st.builds(
        Event,
        st.sampled_from(sorted(BORN)),
        st.sampled_from(["APC", "ED"]),
        st.dates(date(2019, 3, 1), date(2020, 4, 20)),
        st.integers(0, 40),
        st.booleans(),
    ),
    max_size=25,
)


def _is_there(person: str, day: date) -> bool:
    return date(2019, 4 if person != "dee" else 7, 1) <= day < date(2020, 4, 1)


def _age(person: str, day: date) -> int:
    born = BORN[person]
    return day.year - born.year - (day.month < born.month)


def _drawn(events: Iterable[Event]) -> str:
    lines = [
        f"e{i:02d}  {e.person}  {e.setting}  {e.start}T00:00  {e.end}T00:00"
        f"  {str(e.is_emergency).lower()}  {e.nights}  -  -"
        for i, e in enumerate(events)
    ]
    return HEAD + "\n".join(lines)


def _alone(events: list[Event]) -> dict[str, tuple[list[Event], list[Event]]]:
    """Return the events of each numerator and denominator, found one by one."""
    stays = [e for e in events if e.setting == "APC"]
    began = [e for e in stays if _is_there(e.person, e.start)]
    ended = [e for e in stays if _is_there(e.person, e.end)]

    def came_back(i: int, one: Event) -> bool:
        others = ((j, e) for j, e in enumerate(events) if e.setting == "APC" and e.is_emergency)
        return any(
            e.person == one.person
            and 0 <= (e.start - one.end).days < 30
            and (e.start, j) > (one.start, i)
            for j, e in others
        )

    at = {id(e): i for i, e in enumerate(events)}
    return {
        "ed": ([e for e in events if e.setting == "ED" and _is_there(e.person, e.start)], []),
        "old": ([e for e in began if e.is_emergency and _age(e.person, e.start) >= 65], []),
        "days": (ended, []),
        "part": ([e for e in began if e.is_emergency], began),
        "mean": (began, began),
        "again": ([e for e in ended if came_back(at[id(e)], e)], ended),
    }


@settings(max_examples=5, deadline=None)
@given(EVENTS)
def test_the_pass_counts_what_each_measure_counts_alone(events: list[Event]) -> None:
    plan, counted = count(MEASURES, place(activity=_drawn(events)))
    found = panel_of(plan, counted, [YEAR], AGES, UNTIL)
    for name, (top, under) in _alone(events).items():
        by_end, adds_up = name in {"days", "again"}, name in {"days", "mean"}
        for practice in ("P1", "P2"):
            for point in found.series(name, "practice", practice):
                of = [
                    [
                        e
                        for e in some
                        if PRACTICE[e.person] == practice
                        and (e.end if by_end else e.start).strftime("%Y-%m") == str(point.period)
                    ]
                    for some in (top, under)
                ]
                assert point.numerator == sum(e.nights if adds_up else 1 for e in of[0])
                if under:
                    assert point.denominator == len(of[1])
    people = {(e.person, e.start.strftime("%Y-%m")) for e in events if _is_there(e.person, e.start)}
    assert sum(p.numerator for p in found.series("people")) == len(people)
    assert found.year("people", YEAR).numerator == len({person for person, _ in people})


@settings(max_examples=5, deadline=None)
@given(EVENTS)
def test_every_breakdown_adds_up_to_the_place_and_months_to_the_year(events: list[Event]) -> None:
    plan, counted = count(MEASURES, place(activity=_drawn(events)), lived())
    found = panel_of(plan, counted, [YEAR], AGES, UNTIL)
    whole = found.tallies["place"]
    adds_up = np.array([one.each == "event" for one in MEASURES])
    assert set(found.tallies) == set(COLUMNS)
    for tally in found.tallies.values():
        assert (tally.by_month.sum(axis=2) == whole.by_month[:, :, 0]).all()
        assert (tally.by_stratum.sum(axis=2) == whole.by_stratum[:, :, 0]).all()
        of_months = tally.by_month.sum(axis=-1)[:, adds_up]
        assert (of_months == tally.by_year()[..., 0][:, adds_up]).all()
    parts = [i for i, one in enumerate(MEASURES) if one.kind == "proportion"]
    assert (whole.by_month[0, parts] <= whole.by_month[1, parts]).all()
    assert np.isfinite(whole.by_month).all()
