"""Warnings beside the scorecard: each with numbers, and none where nothing is the matter."""

from __future__ import annotations

from typing import Any

import pytest

from wholeplace.outcomes.framework import (
    FairnessLimits,
    case_mix,
    ceiling,
    coding,
    exclusions,
    small_denominators,
)
from wholeplace.outcomes.targets import Counts, Means, People, Promise, marks

LIMITS = FairnessLimits.model_validate(
    {
        "exclusions_rise": "2%", "coding_rise": "10%", "room": "50%", "fewest": 200,
        "case_mix": "3%", "significance": "1%", "source": "an example",
    }
)  # fmt: skip
PROMISE = Promise.model_validate(
    {"floor_chance": "95%", "full_chance": "2.5%", "zero_chance": "99.9%", "source": "y"}
)


@pytest.mark.parametrize(
    ("excluded", "eligible", "warns"),
    [
        ([50, 60, 90], [1000, 1000, 1000], True),
        ([50, 60], [1000, 1000], False),  # one point more
        ([90, 50], [1000, 1000], False),  # fewer
        ([1, 3], [20, 20], False),  # ten points more, and luck
        ([0, 30], [1000, 1000], True),
    ],
    ids=["four points", "one point", "fewer", "luck", "from none"],
)
def test_exclusions(excluded: list[int], eligible: list[int], warns: bool) -> None:  # noqa: FBT001
    found = exclusions("reviews", excluded, eligible, LIMITS)
    assert (found is not None) is warns


def test_exclusions_say_their_numbers() -> None:
    found = exclusions("reviews", [50, 90], [1000, 1000], LIMITS)
    assert found is not None
    assert found.numbers["before"] == 0.05
    assert (found.numbers["left_out_first"], found.numbers["left_out_last"]) == (50, 90)
    # z = 0.04 / sqrt(0.07 x 0.93 x 2 / 1000) = 3.5055
    assert found.numbers["chance"] == pytest.approx(0.000228, abs=1e-6)
    assert found.says.startswith("9.0% of the eligible are left out, 5.0% at first")


@pytest.mark.parametrize(
    ("diagnoses", "people", "warns"),
    [
        ([2000, 2300], [1000, 1000], True),
        ([2000, 2300], [1000, 1150], False),
        ([2000, 2100], [1000, 1000], False),
        ([10, 13], [10, 10], False),
    ],
    ids=["more for each", "more people", "a little", "luck"],
)
def test_coding(diagnoses: list[int], people: list[int], warns: bool) -> None:  # noqa: FBT001
    found = coding("frailty", diagnoses, people, LIMITS)
    assert (found is not None) is warns
    assert (
        found is None
        or "2.30 diagnoses are written down for each admission, 2.00 at first" in found.says
    )


def test_the_ceiling() -> None:
    def told(law: Any, better: Any) -> str:
        found = ceiling("plans", law, marks(law, better, PROMISE), LIMITS)
        return "" if found is None else found.says

    assert told(People(1000, 0.7), "higher") == ""
    assert told(People(200, 0.92), "higher").startswith(
        "to earn the full reward with a chance of 80%"
    )
    assert told(People(20, 0.95), "higher").startswith("the full reward is out of reach: even 20")
    assert told(Counts(2), "lower").startswith("the full reward is out of reach: so few")
    assert told(Means(0.7, 0.01), "higher") == ""


def test_small_denominators() -> None:
    assert small_denominators("falls", {"north": 300, "south": 200}, LIMITS) is None
    found = small_denominators("falls", {"north": 300, "south": 199}, LIMITS)
    assert found is not None
    # Which part it is stays untold: it may be one that is not shown.
    assert found.says.startswith("1 of 2 parts have fewer than 200")


def test_case_mix() -> None:
    rates = {"healthy": 0.01, "frail": 0.2}
    before, after = {"healthy": 900, "frail": 100}, {"healthy": 920, "frail": 80}
    found = case_mix("falls", before, after, rates, LIMITS)
    assert found is not None
    # 9.2 and 16 events now, 9 and 20 then, at the rates of then.
    assert found.numbers["change"] == pytest.approx(25.2 / 29 - 1)
    assert "'frail' from 10.0% to 8.0%" in found.says
    assert case_mix("falls", before, {"healthy": 1800, "frail": 200}, rates, LIMITS) is None


@pytest.mark.parametrize(
    ("call", "what"),
    [
        (lambda: exclusions("m", [1], [2], LIMITS), "2 periods or more"),
        (lambda: exclusions("m", [1, 2], [2], LIMITS), "2 periods or more"),
        (lambda: exclusions("m", [1, 3], [2, 2], LIMITS), "more are left out than there are"),
        (lambda: exclusions("m", [-1, 3], [2, 2], LIMITS), "below nought"),
        (lambda: coding("m", [0, 3], [2, 2], LIMITS), "no diagnosis"),
        (lambda: coding("m", [1, 3], [0, 2], LIMITS), "of nobody"),
        (lambda: case_mix("m", {"a": 1}, {"b": 1}, {"a": 1}, LIMITS), "no rate for b"),
        (lambda: case_mix("m", {"a": 0}, {"a": 1}, {"a": 1}, LIMITS), "nobody is counted"),
    ],
    ids=["one", "uneven", "more", "below", "none", "nobody", "rate", "empty"],
)
def test_what_cannot_be_asked(call: Any, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        call()
