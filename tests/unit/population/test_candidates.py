"""Who is offered a place: order, places, ties, those left alone, and what chance alone would do."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tables import drawn, same, table
from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.population.candidates import (
    Candidate,
    Caseload,
    TeamList,
    band_of,
    expected_fall,
    not_to_be_asked,
    places_on,
    ranked,
)

DAY = date(2020, 4, 1)
DOCUMENT = """
caseload: north
version: "1"
about: two teams
source: "assumed: an example"
least_risk: [{from: 2016-04-01, value: 10%, source: "assumed: x"}]
bands: [{from: 2016-04-01, value: [50%, 30%], source: "assumed: x"}]
order: [band, changeable, risk]
also: [high-intensity-users]
changeable: [{cohort: missed-appointments, do: ask why}]
rest_days: [{from: 2016-04-01, value: 180, source: "assumed: x"}]
tiers: [{id: weekly, name: Weekly}, {id: telephone, name: Telephone}]
teams:
  - id: east
    name: East
    neighbourhoods: [N1]
    places: [{from: 2016-04-01, value: {weekly: 1, telephone: 2}, source: "assumed: x"}]
  - id: west
    name: West
    practices: [P9]
    places: [{from: 2016-04-01, value: {telephone: 1}, source: "assumed: x"}]
"""


def _read(text: str = DOCUMENT) -> Caseload:
    return read_document(text, "caseload.yaml", Caseload).value


def _one(name: str, risk: float, changes: int = 0, team: str = "east") -> Candidate:
    changeable = {f"c{i}": "known" for i in range(changes)}
    return Candidate(name, "P1", team, 80, risk, 0, 0, changeable)


def _lists(*candidates: Candidate, text: str = DOCUMENT) -> dict[str, TeamList]:
    document = _read(text)
    places = places_on(document, {}, DAY)
    return {one.team: one for one in ranked(candidates, document, places, DAY)}


def _names(one: TeamList) -> list[str]:
    return [f"{e.rank} {e.candidate.person_id} {e.tier}" for e in one.entries]


def test_in_a_band_those_for_whom_more_can_be_changed_come_first() -> None:
    lists = _lists(_one("ann", 0.45), _one("bob", 0.35, 2), _one("cat", 0.35, 1), _one("dan", 0.6))
    # dan is in the band above; bob goes before ann though his risk is lower: more can be changed.
    assert _names(lists["east"]) == ["1 dan weekly", "2 bob telephone", "3 cat telephone"]
    assert lists["east"].beyond == 1
    assert lists["west"].entries == ()


def test_those_who_are_alike_at_the_border_are_told_and_pseudonyms_decide() -> None:
    alike = [_one(name, 0.2) for name in ("dd", "aa", "cc", "bb", "ee")]
    east = _lists(_one("top", 0.9), *alike)["east"]
    assert _names(east) == ["1 top weekly", "2 aa telephone", "3 bb telephone"]
    assert (east.tied_in, east.tied_out, east.beyond) == (2, 3, 3)


def test_a_risk_is_compared_in_tenths_of_a_percent() -> None:
    # 20.04% and 19.96% are both 20.0%: nothing but the pseudonym sets them apart.
    east = _lists(_one("b", 0.2004), _one("a", 0.1996), _one("c", 0.1994))["east"]
    assert [entry.candidate.person_id for entry in east.entries] == ["a", "b", "c"]
    assert band_of(0.2996, [Fraction(1, 2), Fraction(3, 10)]) == 1


def test_places_for_each_thousand_are_whole_and_none_is_lost() -> None:
    text = DOCUMENT.replace("tiers:", "places_are: per_1000\ntiers:")
    text = text.replace("{weekly: 1, telephone: 2}", "{weekly: 1.5, telephone: 2.25}")
    # 1,500 people: 2.25 and 3.375 places make 5.625, so 5: two and three.
    found = places_on(_read(text), {"east": 1500, "west": 999}, DAY)
    assert found == {"east": {"weekly": 2, "telephone": 3}, "west": {"weekly": 0, "telephone": 0}}


@given(
    st.lists(
        st.builds(
            _one,
            st.text("abcdef", min_size=3, max_size=8),
            st.floats(0.1, 0.9),
            st.integers(0, 2),
            st.sampled_from(["east", "west"]),
        ),
        max_size=12,
        unique_by=lambda one: one.person_id,
    )
)
def test_nobody_is_lost_and_nobody_worse_goes_before(candidates: list[Candidate]) -> None:
    lists = _lists(*candidates)
    assert sum(len(one.entries) + one.beyond for one in lists.values()) == len(candidates)
    for one in lists.values():
        assert len(one.entries) <= sum(one.places.values())
        keys = [
            (entry.band, -len(entry.candidate.changeable), -entry.candidate.tenths)
            for entry in one.entries
        ]
        assert keys == sorted(keys)
    # The order in which people are read changes nothing.
    assert _lists(*reversed(candidates)) == lists


def test_who_is_on_a_caseload_or_was_asked_lately_is_left_alone() -> None:
    referrals = table(
        """
        referral_id       person_id  received_at          closed_at
        care-caseload:1   on         2019-06-01T09:00:00  -
        care-caseload:2   lately     2019-06-01T09:00:00  2020-03-01T09:00:00
        care-caseload:3   long_ago   2019-01-01T09:00:00  2019-02-01T09:00:00
        care-caseload:4   twice      2019-01-01T09:00:00  2020-03-31T09:00:00
        care-caseload:5   twice      2020-03-31T09:00:00  -
        care-caseload:6   later      2020-04-01T00:00:00  -
        care-caseload:7   ends_later 2019-06-01T09:00:00  2020-05-01T09:00:00
        physio:8          other      2020-03-01T09:00:00  -
        """
    )
    assert drawn(not_to_be_asked(referrals, DAY, 180)) == same(
        """
        person_id   is_on
        on          1
        lately      0
        twice       1
        ends_later  1
        """
    )


def test_people_chosen_for_what_they_had_have_less_the_year_after() -> None:
    chance = np.random.default_rng(4)
    rates = chance.gamma(0.5, 0.4, 20_000)
    before, after = chance.poisson(rates), chance.poisson(rates)
    found = expected_fall(before.astype(float), before.astype(float), after.astype(float), 500)
    assert found.lower is not None
    assert found.fall is not None
    assert found.lower > 0.3  # nobody did anything
    assert found.people == 500
    # By hand: of the 500 the mean after, over the mean before.
    chosen = np.argsort(-before, kind="stable")[:500]
    assert found.fall == pytest.approx(1 - after[chosen].mean() / before[chosen].mean())


def test_nobody_had_any_so_nothing_can_fall() -> None:
    nought = np.zeros(5)
    assert expected_fall(nought, nought, nought + 1, 3).fall is None
    with pytest.raises(ValueError, match="nobody is chosen"):
        expected_fall(nought, nought, nought, 0)


@pytest.mark.parametrize(
    ("old", "new", "where", "what"),
    [
        ("weekly: 1,", "weakly: 1,", "teams[0].places[0].value", "unknown tier 'weakly'"),
        ("weekly: 1,", "weekly: -1,", "teams[0].places[0].value", "no fewer than no places"),
        ("practices: [P9]", "neighbourhoods: [N1]", "neighbourhoods[0]", "'east' and 'west'"),
        ("    practices: [P9]\n", "", "teams[1]", "the team has no people"),
        ("[50%, 30%]", "[30%, 50%]", "bands[0].value", "highest risk down"),
        ("value: 10%", "value: 110%", "least_risk[0].value", "from 0% to 100%"),
        ("id: west", "id: east", "teams[1]", "there twice"),
        ("[band, changeable, risk]", "[band, age]", "order[1]", ""),
        ("[band, changeable, risk]", "[band, band]", "order[1]", "there twice"),
    ],
)
def test_a_wrong_document_is_refused_at_its_place(
    old: str, new: str, where: str, what: str
) -> None:
    assert old in DOCUMENT
    with pytest.raises(Refused) as refused:
        _read(DOCUMENT.replace(old, new))
    told = str(refused.value)
    assert where in told
    assert what in told


def test_values_that_do_not_hold_yet_are_named() -> None:
    places = DOCUMENT.index("places: [{from: 2016-04-01")
    text = DOCUMENT[:places] + DOCUMENT[places:].replace("2016-04-01", "2021-04-01", 1)
    assert _read(text).without_value(DAY) == [("teams", 0, "places")]
    assert _read().without_value(date(2015, 1, 1))[0] == ("least_risk",)
