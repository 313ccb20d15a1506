"""How prices are made, as a place writes it: what it says on a day, and what it may not say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from wholeplace.budget.price import Key, Pricing, terms_on
from wholeplace.document import read_document
from wholeplace.kernel import Money, Refused, Where

RANGE = """\
method: range
by: [segment, age]
ages:
  - {from: 2018-04-01, value: [18, 65, 75], source: "schedule 5"}
prices:
  - {from: 2018-04-01, value: 5, source: "schedule 5"}
  - {from: 2020-04-01, value: 8, source: "variation 2"}
stop_loss:
  - {from: 2019-04-01, value: "GBP 100k", source: "schedule 6"}
pool:
  - {from: 2019-04-01, value: {spread: declared, weights: {ill: 2, well: 1}}, source: "schedule 6"}
credibility:
  - {from: 2018-04-01, value: {is: given, k: 250}, source: "assumed: as advised"}
  - {from: 2020-04-01, value: {is: estimated}, source: "variation 2"}
source: "schedule 5"
"""
RISK = """\
method: risk_bands
score_step: [{from: 2018-04-01, value: 0.01, source: s}]
bands: [{from: 2018-04-01, value: [0, 0.1, 0.3], source: s}]
source: s
"""


def read(text: str) -> Pricing:
    return read_document(text, "budget.yaml", Pricing).value


def at(name: str) -> Where:
    return Where("budget.yaml", path=name)


def test_what_is_in_force_on_a_day() -> None:
    early = terms_on(read(RANGE), date(2018, 4, 1), at)
    assert (early.method, early.by, early.prices) == ("range", ("segment", "age"), 5)
    assert (early.stop_loss, early.pool.spread) == (None, "per_head")
    assert early.credibility == 250
    assert not early.is_estimated
    late = terms_on(read(RANGE), date(2020, 4, 1), at)
    assert (late.prices, late.stop_loss) == (8, Money(10_000_000))
    assert late.pool.weights == {"ill": 2, "well": 1}
    assert (late.credibility, late.is_estimated) == (None, True)
    assert late.sources["credibility"] == "variation 2"


def test_what_is_needed_and_begins_later_is_told_with_its_place() -> None:
    with pytest.raises(Refused) as caught:
        terms_on(read(RANGE), date(2017, 4, 1), at)
    assert [problem.where.path for problem in caught.value.problems] == ["ages", "prices"]


def test_people_are_counted_and_keyed_as_the_method_has_it() -> None:
    cells = terms_on(read(RANGE), date(2018, 4, 1), at)
    assert cells.columns == ("segment", "from_age", "sex")
    assert cells.key(Key("ill", 65, "2")) == Key("ill", 65)
    risk = terms_on(read(RISK), date(2018, 4, 1), at)
    assert risk.columns == ("score_steps",)
    assert risk.key(Key(score=Fraction("0.29"))) == Key(score=Fraction("0.1"))
    assert risk.key(Key(score=Fraction("-0.5"))) == Key(score=Fraction(0))


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("[18, 65, 75]", "[18, 75, 65]", "ages[0].value[2]: bands of age overlap: 65 comes after"),
        ("[18, 65, 75]", "[18, 65, 65]", "bands of age overlap: 65 comes after 65"),
        ("[18, 65, 75]", "[]", "budget.yaml:4"),
        ("[18, 65, 75]", "[-1, 65]", "budget.yaml:4"),
        ("[segment, age]", "[segment, segment]", "each of these is named once"),
        ("[segment, age]", "[]", "one at least"),
        ("[segment, age]", "[segment, sexes]", "budget.yaml:2"),
        ("method: range", "method: cells", "the method 'cells' does not use 'prices'"),
        ("method: range", "method: risk_linear", "needs 'score_step'"),
        ("value: 5", "value: 0", "budget.yaml:6"),
        ("GBP 100k", "GBP 0", "a stop-loss is above nought"),
        ("k: 250", "k: -1", "k is below nought"),
        ("is: given, k: 250", "is: given", "k does not go with 'given'"),
        ("is: estimated", "is: estimated, k: 3", "k does not go with 'estimated'"),
        ("{ill: 2, well: 1}", "{ill: -2}", "the weight of 'ill' is below nought"),
        ("declared, weights: {ill: 2, well: 1}", "declared", "weights do not go with 'declared'"),
        ("spread: declared", "spread: per_head", "weights do not go with 'per_head'"),
        ("stop_loss:", "stop_los:", "did you mean 'stop_loss'?"),
    ],
)
def test_a_mistake_is_told_at_its_place(was: str, now: str, told: str) -> None:
    assert was in RANGE
    with pytest.raises(Refused) as caught:
        read(RANGE.replace(was, now, 1))
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("[0, 0.1, 0.3]", "[0, 0.3, 0.1]", "bands of the score overlap"),
        ("value: 0.01", "value: 0", "a step is above nought"),
        ("method: risk_bands", "method: risk_linear", "does not use 'bands'"),
        (RISK.splitlines()[2] + "\n", "", "needs 'bands'"),
    ],
)
def test_a_mistake_about_scores_is_told_too(was: str, now: str, told: str) -> None:
    assert was in RISK
    with pytest.raises(Refused) as caught:
        read(RISK.replace(was, now, 1))
    assert told in str(caught.value)


def test_a_pool_needs_a_stop_loss_and_a_line_no_credibility() -> None:
    begin = RANGE.index("stop_loss:")
    with pytest.raises(Refused, match="nothing is cut, so nothing is pooled"):
        read(RANGE[:begin] + RANGE[RANGE.index("pool:") :])
    linear = RISK.replace("risk_bands", "risk_linear").replace(
        "bands: [{from: 2018-04-01, value: [0, 0.1, 0.3], source: s}]",
        "credibility: [{from: 2018-04-01, value: {is: estimated}, source: s}]",
    )
    with pytest.raises(Refused, match="no cell of it is small"):
        read(linear)
