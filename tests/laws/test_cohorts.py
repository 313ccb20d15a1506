"""Laws of what is shown of cohorts: no small count is, and none can be worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.population.cohorts import Cohort
from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.report.cohorts import CohortFigures, CohortsFound, Shown, shown
from wholeplace.report.cohorts.data import cohort_rows, combination_rows, neighbourhood_rows

SMALL = SmallNumbers(hide_to=7, source="assumed: for tests")
COHORTS, HOODS = ("a", "b", "c"), ("N", "S")
SETS = [
    tuple(name for name, there in zip(COHORTS, bits, strict=True) if there)
    for bits in product((False, True), repeat=3)
]
PEOPLE = st.sampled_from((0, 0, 1, 3, 7, 8, 9, 20, 50, 400))


def _cohort(name: str) -> Cohort:
    age = [{"from": "1890-01-01", "value": 1, "source": "assumed"}]
    who = {"age": {"at_least": age}}
    told = {"cohort": name, "name": name.upper(), "version": "1", "about": "", "source": "assumed"}
    return Cohort.model_validate(told | {"who": who}, by_alias=True)


@st.composite
def places(draw: st.DrawFn) -> CohortsFound:
    """Return any people in three cohorts and two neighbourhoods."""
    cells = {(some, hood): draw(PEOPLE) for some in SETS for hood in HOODS}
    together = {s: sum(cells[s, hood] for hood in HOODS) for s in SETS if s}
    inside = {
        (name, hood): sum(cells[some, hood] for some in SETS if name in some)
        for name in COHORTS
        for hood in HOODS
    }
    people = {name: sum(inside[name, hood] for hood in HOODS) for name in COHORTS}
    return CohortsFound(
        cohorts=tuple(map(_cohort, COHORTS)),
        on=date(2020, 1, 1),
        starts=date(2019, 1, 1),
        currency="GBP",
        register={hood: sum(cells[some, hood] for some in SETS) for hood in HOODS},
        neighbourhoods={hood: hood for hood in HOODS},
        figures={name: CohortFigures(n, n // 2, 100 * n) for name, n in people.items()},
        inside=inside,
        together={some: n for some, n in together.items() if n},
        is_costed=True,
        small=SMALL,
    )


def _texts(found: Shown) -> list[str]:
    rows = (*cohort_rows(found), *neighbourhood_rows(found), *combination_rows(found))
    counted = ("people", "register", "emergency_admissions")
    return [row[name] for row in rows for name in counted if name in row]


@given(places())
def test_no_small_count_stands_in_any_table(found: CohortsFound) -> None:
    counts = [int(text) for text in _texts(shown(found)) if text != MARK]
    assert not any(SMALL.is_small(count) for count in counts)


@given(places())
def test_what_is_shown_is_true(found: CohortsFound) -> None:
    made = shown(found)
    for row in cohort_rows(made):
        assert row["people"] in {MARK, str(found.figures[row["cohort"]].people)}
    for some, people in made.combinations():
        assert found.together[some] == people
    for row in neighbourhood_rows(made):
        inside = found.inside[row["cohort"], row["neighbourhood"]]
        assert row["people"] in {MARK, str(inside)}


@given(places())
def test_no_small_count_follows_from_the_tables(found: CohortsFound) -> None:
    """A reader knows every sum of the tables, and does exact algebra with what is shown."""
    made = shown(found)
    names = [("exactly", *some) for some in found.together]
    names += [("in", c, h) for c in COHORTS for h in HOODS]
    names += [("people", c) for c in COHORTS] + [("register", h) for h in HOODS]
    names += [("any",), ("no",), ("all",)]
    sums: list[dict[tuple[str, ...], int]] = [
        {("all",): -1, ("any",): 1, ("no",): 1},
        {("all",): -1} | {("register", h): 1 for h in HOODS},
        {("any",): -1} | {("exactly", *some): 1 for some in found.together},
    ]
    for c in COHORTS:
        mine = {("exactly", *some): 1 for some in found.together if c in some}
        sums += [{("people", c): -1} | mine]
        sums += [{("people", c): -1} | {("in", c, h): 1 for h in HOODS}]
    hidden = [name for name in names if name in made.hidden]
    told = _follow([[Fraction(one.get(name, 0)) for name in hidden] for one in sums])
    for i in told:
        assert not SMALL.is_small(made.counts[hidden[i]]), hidden[i]


def _follow(rows: Sequence[Sequence[Fraction]]) -> list[int]:
    """Return the unknowns that a system of equations fixes: elimination leaves them alone."""
    system, place = [list(row) for row in rows], 0
    for column in range(len(system[0])):
        found = next((i for i in range(place, len(system)) if system[i][column]), None)
        if found is None:
            continue
        system[place], system[found] = system[found], system[place]
        head = [value / system[place][column] for value in system[place]]
        system[place] = head
        for i, row in enumerate(system):
            if i != place and row[column]:
                system[i] = [a - row[column] * b for a, b in zip(row, head, strict=True)]
        place += 1
    alone = ([k for k, value in enumerate(row) if value] for row in system)
    return [only[0] for only in alone if len(only) == 1]


@given(places())
def test_the_people_of_nested_cohorts_differ_by_none_or_by_enough(found: CohortsFound) -> None:
    made = shown(found)
    for wide, narrow in product(COHORTS, repeat=2):
        if all(wide in some for some in found.together if narrow in some):
            for cells in (
                (("people", wide), ("people", narrow)),
                *((("in", wide, h), ("in", narrow, h)) for h in HOODS),
            ):
                values = [made.number(*cell) for cell in cells]
                if values[0] is not None and values[1]:
                    assert not SMALL.is_small(values[0] - values[1])


def test_where_all_is_large_nothing_is_hidden() -> None:
    whole: Mapping[tuple[str, ...], int] = {("a",): 30, ("a", "b"): 20, ("b",): 40}
    found = CohortsFound(
        tuple(_cohort(name) for name in ("a", "b")),
        date(2020, 1, 1),
        date(2019, 1, 1),
        "GBP",
        {"N": 500},
        {"N": "North"},
        {"a": CohortFigures(50, 20, 100), "b": CohortFigures(60, 20, 100)},
        {("a", "N"): 50, ("b", "N"): 60},
        whole,
        is_costed=True,
        small=SMALL,
    )
    assert MARK not in _texts(shown(found))
    assert combination_rows(shown(found))[-1] == {"cohorts": "(none)", "people": "410"}
