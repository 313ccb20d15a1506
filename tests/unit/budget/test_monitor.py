"""The budget in the year: months by hand, late cost, limits, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from wholeplace.budget.late import Foreseen, LateMonth
from wholeplace.budget.monitor import (
    Lateness,
    MonthCost,
    Profile,
    Shape,
    lateness,
    like_year,
    monitored,
    outturn_figure,
    outturn_sentence,
)
from wholeplace.document import read_document
from wholeplace.kernel import FinancialYear, Money, Refused
from wholeplace.kernel.figure import to_text

YEAR = FinancialYear(2019)
MONTHS = YEAR.months()
JULY, JUNE, MAY = date(2019, 7, 1), date(2019, 6, 1), date(2019, 5, 1)
AFTER = date(2020, 4, 1)
# A fifth of wards in April, then a tenth a month to December but a twentieth after; drugs by days.
WARDS = "20%, 10%, 10%, 10%, 10%, 10%, 10%, 5%, 5%, 5%, 5%, 0%"
WRITTEN = f"""
other: [{{from: 2019-04-01, value: {{is: days}}, source: "days of the month"}}]
by_line:
  wards:
    - {{from: 2019-04-01, value: {{is: shares, shares: [{WARDS}]}}, source: "cost of 2018/19"}}
"""
BUDGETS = {"wards": Money(100_000), "drugs": Money(36_600)}


def _profile(text: str = WRITTEN) -> Profile:
    return read_document(text, "profile.yaml", Profile).value


def _costs(**lines: list[int]) -> list[MonthCost]:
    return [
        MonthCost(line, month, pence)
        for line, months in lines.items()
        for month, pence in zip(MONTHS, months, strict=False)
    ]


WHOLE = _costs(wards=[21_000, 11_500, 11_500], drugs=[3_000, 3_100, 3_000])


def test_a_line_by_hand() -> None:
    found = monitored(WHOLE, BUDGETS, _profile(), YEAR, JULY)
    wards = found.of("wards")
    assert (wards.known, wards.completed, wards.budget_to_date) == (44_000, 44_000, 40_000)
    # Two fifths of the year have passed: 440 / 0.4.
    assert (wards.passed, wards.outturn) == (Fraction(2, 5), 110_000)
    assert (wards.over_to_date, wards.over, wards.late) == (4_000, 10_000, 0)
    drugs = found.of("drugs")
    assert (drugs.passed, drugs.outturn) == (Fraction(91, 366), 36_600)


def test_the_total_adds_up_to_the_penny() -> None:
    found = monitored(WHOLE, BUDGETS, _profile(), YEAR, JULY)
    total = found.total
    for name in ("budget", "budget_to_date", "known", "completed", "outturn"):
        assert getattr(total, name) == sum(getattr(line, name) for line in found.lines)
    assert [whole for _, _, whole in total.months] == [24_000, 14_600, 14_500]


def test_limits_by_hand() -> None:
    found = monitored(WHOLE, BUDGETS, _profile(), YEAR, JULY).of("wards")
    # At £1,100 a year April should cost £220 and May and June £110: missed by -10, 5 and 5.
    spread = (100 / 0.2 + 25 / 0.1 + 25 / 0.1) / 2
    error = (spread * 0.6 / 0.4) ** 0.5
    assert found.limits is not None
    assert found.limits.standard_error == pytest.approx(error)
    # Student's t with two degrees, as tabled.
    assert found.limits.upper == pytest.approx(1100 + 4.302653 * error)
    assert found.limits.lower == pytest.approx(1100 - 4.302653 * error)


def test_lines_that_go_up_together_do_not_make_up_for_each_other() -> None:
    budgets = {"a": Money(100_000), "b": Money(100_000)}
    profile = Profile(other=_profile().by_line["wards"])
    same = _costs(a=[21_000, 11_500, 11_500], b=[21_000, 11_500, 11_500])
    apart = _costs(a=[21_000, 11_500, 11_500], b=[23_000, 10_500, 10_500])
    alone, together, against = (
        monitored(*some, profile, YEAR, JULY).total.limits
        for some in ((same[:3], {"a": budgets["a"]}), (same, budgets), (apart, budgets))
    )
    assert alone
    assert together
    assert against
    assert together.standard_error == pytest.approx(2 * alone.standard_error)
    assert against.standard_error == pytest.approx(0)


LATE = Lateness((Fraction(3, 2), Fraction(11, 10)), Fraction(1), 12.0, "chain ladder")


def test_what_comes_late_is_added_month_by_month() -> None:
    costs = _costs(wards=[20_000, 10_000, 6_000])
    found = monitored(
        costs, {"wards": BUDGETS["wards"]}, _profile(), YEAR, JULY, late={"wards": LATE}
    )
    wards = found.of("wards")
    # April is whole, May is at its last factor, June has both to come.
    assert [whole for _, _, whole in wards.months] == [20_000, 11_000, 9_900]
    assert (wards.known, wards.late, wards.completed) == (36_000, 4_900, 40_900)
    # Its error goes to the year as its cost does: over two fifths.
    sure = monitored(
        costs, {"wards": BUDGETS["wards"]}, _profile(), YEAR, JULY,
        late={"wards": Lateness(LATE.factors)},
    ).of("wards")  # fmt: skip
    assert wards.limits
    assert sure.limits
    assert wards.limits.standard_error**2 == pytest.approx(
        sure.limits.standard_error**2 + (12 / 0.4) ** 2
    )


def test_a_chain_ladder_says_how_late_cost_comes() -> None:
    def month(origin: str, error: float) -> LateMonth:
        return LateMonth(origin, Fraction(1), Fraction(1), Fraction(0), error)

    months = (month("2019-03", 4.0), month("2019-04", 3.0), month("2019-05", 2.0))
    factors = (Fraction(3, 2),)
    found = lateness(Foreseen(months, factors, Fraction(101, 100), 20.0), YEAR, "ladder")
    assert (found.standard_error, found.whole(0)) == (5.0, Fraction("1.515"))
    assert (found.whole(1), found.whole(9)) == (Fraction("1.01"), Fraction("1.01"))
    assert lateness(Foreseen(months, factors, Fraction(1), 4.5), YEAR, "").standard_error == 4.5


def test_months_that_are_not_over_are_left_out_and_counted() -> None:
    found = monitored(WHOLE, BUDGETS, _profile(), YEAR, date(2019, 6, 30))
    assert [str(month) for month in found.over] == ["2019-04", "2019-05"]
    assert (found.left_out, found.left_out_rows) == (Money(14_500), 2)


def test_one_month_has_no_interval_and_says_why() -> None:
    found = monitored(WHOLE, BUDGETS, _profile(), YEAR, MAY)
    assert found.total.limits is None
    assert "one month alone" in found.of("wards").why_none
    assert "no interval can be given yet" in outturn_sentence(found)


def test_lines_without_budgets_above_nought_have_no_limits_together() -> None:
    found = monitored(WHOLE, dict.fromkeys(BUDGETS, Money(0)), _profile(), YEAR, JULY)
    assert "without budgets above nought" in found.total.why_none
    assert found.of("wards").limits is not None


def test_a_year_that_is_over_is_what_it_was() -> None:
    months = [*[10_000] * 10, 333, 0]
    found = monitored(_costs(wards=months), {"wards": Money(1)}, _profile(), YEAR, AFTER)
    wards = found.of("wards")
    assert (wards.outturn, wards.passed, wards.budget_to_date) == (100_333, Fraction(1), 1)
    assert wards.limits is not None
    assert (wards.limits.lower, wards.limits.upper) == (1003.33, 1003.33)
    assert outturn_sentence(found) == (
        "2019/20 is over: it came to £1,003.33, £1,003.32 above budget"
    )


def _sampled(rng: np.random.Generator, months: int, noise: float, late: float) -> bool:
    """Return whether the limits hold a year whose months vary as the model says they do."""
    shares = [float(share) for share in Shape.model_validate({"is": "days"}).of(YEAR)]
    costs = [1000 * share + rng.normal(0, noise * share**0.5) for share in shares]
    known = [*costs[: months - 1], costs[months - 1] + rng.normal(0, late)]
    rows = _costs(drugs=[round(100 * cost) for cost in known])
    found = monitored(
        rows, {"drugs": Money(100_000)}, _profile(), YEAR, MONTHS[months - 1].end,
        late={"drugs": Lateness(standard_error=late)},
    ).total.limits  # fmt: skip
    return found is not None and found.lower <= sum(costs) <= found.upper


@pytest.mark.parametrize(("months", "late"), [(2, 0.0), (6, 0.0), (11, 0.0), (6, 4.0)])
def test_limits_hold_nineteen_years_in_twenty(months: int, late: float) -> None:
    rng = np.random.default_rng(20190401)
    held = sum(_sampled(rng, months, 40.0, late) for _ in range(1500))
    # Two standard errors of 95% in 1,500 are 1.1%.
    assert 0.935 <= held / 1500 <= 0.968


BAD: list[tuple[list[MonthCost], Mapping[str, Money], str]] = [
    (
        _costs(ward=[1]),
        BUDGETS,
        "line 'ward' has no budget (1 row)\n    try: did you mean 'wards'?",
    ),
    ([MonthCost("wards", YEAR.plus(1).months()[0], 1)], BUDGETS, "costs of 2020-04 are not of"),
    ([], {}, "there is no budget"),
    ([], {"a": Money(1), "b": Money(1, "USD")}, "budgets are in GBP and USD"),
    (
        _costs(wards=[0] * 11 + [5]),
        BUDGETS,
        "has cost in 2020-03, of which its profile has nothing",
    ),
]


@pytest.mark.parametrize(("costs", "budgets", "what"), BAD)
def test_what_does_not_fit_is_refused(
    costs: list[MonthCost], budgets: Mapping[str, Money], what: str
) -> None:
    with pytest.raises(Refused) as refused:
        monitored(costs, budgets, _profile(), YEAR, JULY)
    assert what in str(refused.value)


def test_a_year_that_has_not_begun_and_a_line_without_profile_are_refused_together() -> None:
    profile = _profile(WRITTEN.replace("2019-04-01", "2019-04-02"))
    with pytest.raises(Refused) as refused:
        monitored([], BUDGETS, profile, YEAR, date(2019, 4, 30))
    said = [problem.what for problem in refused.value.problems]
    assert said == [
        "no month of 2019/20 is over",
        "line 'wards' has no profile on 2019-04-01",
        "line 'drugs' has no profile on 2019-04-01",
    ]


def test_nothing_can_be_told_before_the_profile_begins() -> None:
    winter = like_year([Fraction(0)] * 8 + [Fraction(1)] * 4)
    profile = Profile.model_validate(
        {"other": [{"from": "2019-04-01", "value": winter, "source": "a winter scheme"}]}
    )
    with pytest.raises(Refused, match="nothing in the months that are over"):
        monitored([], {"a": Money(1)}, profile, YEAR, JULY)


def _shares(april: str) -> str:
    return f"{{is: shares, shares: [{WARDS.replace('20%', april)}]}}"


WRONG = [
    ("{is: days, shares: [100%]}", "shares do not go with 'days'"),
    ("{is: shares, shares: [50%, 50%]}", "a year has 12 months, and here are 2 shares"),
    (_shares("19%"), "the shares come to 99%, not 100%"),
    (_shares("-1%"), "a share is below nought"),
]


@pytest.mark.parametrize(("value", "what"), WRONG)
def test_a_wrong_profile_is_refused_at_its_line(value: str, what: str) -> None:
    with pytest.raises(Refused) as refused:
        _profile(f"other: [{{from: 2019-04-01, value: {value}, source: x}}]")
    assert "profile.yaml:1:" in str(refused.value)
    assert what in str(refused.value)


def test_an_earlier_year_is_a_profile_that_comes_to_one() -> None:
    shape = like_year([Fraction(1)] * 11 + [Fraction(4)])
    assert shape.of(YEAR)[0] == Fraction(1, 15)
    with pytest.raises(ValueError, match="twelve months"):
        like_year([Fraction(1)] * 11)


def test_figures_and_sentence_explain() -> None:
    found = monitored(WHOLE, BUDGETS, _profile(), YEAR, JULY, late={"drugs": LATE})
    figure = outturn_figure(found)
    assert figure.inputs == " + ".join(child.shown for child in figure.children[1:])
    tree = to_text(figure)
    assert "put in: £440.00 / 40%" in tree
    assert "95% limits £982 to £1,218" in tree
    assert "source: cost of 2018/19" in tree
    assert "note: known £91.00, late £22.60" in tree
    assert outturn_sentence(found) == (
        "After 3 months of 2019/20, cost is £62.60 above budget; the year is foreseen to come to"
        " £1,556.90 (95% interval £1,205.66 to £1,908.14), £190.90 above budget"
    )
