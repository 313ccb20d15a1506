"""A model card shows no small number, and says what a reader must know."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from wholeplace.population.risk import (
    FEATURES,
    OUTCOMES,
    Area,
    Group,
    Sample,
    Top,
    evaluate,
    fit_logistic,
)
from wholeplace.privacy import SmallNumbers
from wholeplace.report.risk import RiskData, risk_lines, risk_page, risk_to_dict

SMALL = SmallNumbers(hide_to=7, source="an example")


def sample(year: int) -> Sample:
    """Return 400 people of whom the old have it more often."""
    chance = np.random.default_rng(year)
    values = np.zeros((400, len(FEATURES)))
    values[:, 0] = chance.integers(18, 95, 400)
    events = (chance.random(400) < values[:, 0] / 300).astype(np.int64)
    return Sample(date(year, 4, 1), values, events, ("A",) * 390 + ("M",) * 10)


@pytest.fixture(scope="module")
def data() -> RiskData:
    before, now = sample(2018), sample(2019)
    model = fit_logistic(before, np.ones(400, dtype=bool))
    return RiskData(
        look_back=365,
        title="A place <b>",
        outcome=OUTCOMES["emergency-admission"],
        known_from=date(2017, 4, 1),
        known_until=date(2020, 4, 1),
        fitted_on=before.day,
        compared_with=before.day,
        tried_on=now.day,
        before_people=400,
        before_with_any=int(before.had_any.sum()),
        recalibrated=(),
        empty=("items_12m",),
        unknown_deprivation=0,
        caseload=50,
        saved_in="",
        evaluation=evaluate([model], before, now, 50),
        small=SMALL,
    )


def test_a_list_is_told_when_no_count_of_it_is_small(data: RiskData) -> None:
    top = Top(people=50, right=20, with_any=60, events=30, all_events=90, rate=0.15)
    assert data.may_show(top)
    for small in ({"right": 7}, {"right": 43}, {"with_any": 27}, {"events": 7}):
        assert not data.may_show(replace(top, **small))


def test_a_small_group_is_hidden_with_another_that_would_give_it_away(data: RiskData) -> None:
    groups = [
        Group("age", name, 100, with_any, 10.0, None)
        for name, with_any in (("a", 3), ("b", 20), ("c", 40), ("d", 98))
    ]
    # a is small; of d only 2 did not have it; the two together tell neither.
    assert data.hidden_groups(groups) == {("age", "a"), ("age", "d")}
    assert data.hidden_groups(groups[:3]) == {("age", "a"), ("age", "b")}


def test_the_page_is_whole_escaped_and_fetches_nothing(data: RiskData) -> None:
    page = risk_page(data, "abc123")
    assert page == risk_page(data, "abc123")
    assert "A place &lt;b&gt;" in page
    assert "http" not in page.replace("http-equiv", "")
    assert "PRISMATIC" in page
    assert "<svg" in page


def test_every_feature_is_on_the_card(data: RiskData) -> None:
    page = risk_page(data, "")
    assert all(feature.name in page for feature in FEATURES)
    told = risk_to_dict(data)
    assert told["empty_features"] == ["items_12m"]
    assert told["limits"]


def test_the_list_of_the_caseload_is_told_of(data: RiskData) -> None:
    assert any("The 50 with the highest probability" in line for line in risk_lines(data))
    no_caseload = risk_lines(replace(data, caseload=None))
    assert any("with the highest probability by logistic" in line for line in no_caseload)


def test_a_model_that_is_too_good_is_not_believed(data: RiskData) -> None:
    def said(value: float, outcome: str) -> bool:
        one = replace(data.evaluation.models[0], area=Area(value, value, value))
        found = replace(data.evaluation, models=(one,))
        lines = risk_lines(replace(data, evaluation=found, outcome=OUTCOMES[outcome]))
        return any("too good" in line for line in lines)

    assert said(0.86, "emergency-admission")
    assert not said(0.84, "emergency-admission")
    # Age alone foretells death that well.
    assert not said(0.9, "death")
