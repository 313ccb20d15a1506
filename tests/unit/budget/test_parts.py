"""A whole-population budget in three parts, and what is pooled within what is monitored."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.budget.parts import (
    MonitoredLine,
    Parts,
    YearOfParts,
    pooled_within,
    sentences,
    three_parts,
)
from wholeplace.document import read_document
from wholeplace.kernel import Figure, FinancialYear, Refused, Unit

# The healthcare in scope of Central London's provider: contract values of 2017/18, in £m.
IN_SCOPE = {
    "mental_health": "55.5",
    "community": "27.4",
    "adults": "9.9",
    "intermediate_care": "9.8",
    "urgent_care": "7.0",
    "multiple": "6.5",
    "primary_care": "5.8",
    "children": "0.5",
}
TERMS = """
phases:
  - {from: 2019-04-01, value: shadow, source: shadow form in April 2019}
  - {from: 2020-04-01, value: live, source: operational in April 2020}
outcomes:
  paid: on_top
  share:
    - {from: 2019-04-01, value: 1%, source: "assumed: it grows"}
    - {from: 2020-04-01, value: 2%, source: "assumed: it grows"}
    - {from: 2022-04-01, value: 5%, source: "assumed: it grows"}
  source: in addition to the capitated budget
gain_loss:
  exposed: [{from: 2019-04-01, value: 50%, source: "assumed: half"}]
  upside: [{from: 2020-04-01, value: 4%, source: "assumed: upside first"}]
  downside: [{from: 2022-04-01, value: 2%, source: "assumed: then downside"}]
  cap: [{from: 2022-04-01, value: GBP 1m, source: surplus target}]
variations:
  - from: 2021-04-01
    title: Social care comes into scope
    lines: [social_care]
    status: agreed
    source: a scheduled variation
"""


def millions(name: str, amount: str | None) -> Figure:
    value = None if amount is None else Fraction(amount) * 10**6
    return Figure(name, value, Unit.MONEY, name, source="contract values", note="not told")


def budgets(*years: int, **more: str | None) -> dict[FinancialYear, dict[str, Figure]]:
    lines = {name: millions(name, amount) for name, amount in (IN_SCOPE | more).items()}
    return {FinancialYear(year): lines for year in years}


def run(*years: int, text: str = TERMS, social_care: str | None = "60") -> tuple[YearOfParts, ...]:
    terms = read_document(text, "budget.yaml", Parts)
    return three_parts(budgets(*years, social_care=social_care), terms.value, terms.where)


def test_a_budget_has_three_parts_and_the_part_on_outcomes_grows() -> None:
    found = [
        (
            str(one.year), one.phase, one.budget.shown, one.fixed.shown, one.outcomes.shown,
            one.growth.shown, one.at_least.shown, one.at_most.shown,
        )
        for one in run(2019, 2020, 2022)
    ]  # fmt: skip
    assert found == [
        # 122.4m is what the paper's eight lines come to; 1% on top of it. No gain or loss yet.
        ("2019/20", "shadow", "£122,400,000.00", "£122,400,000.00", "£1,224,000.00",
         "missing", "£122,400,000.00", "£123,624,000.00"),
        # 2%, and 4% of the exposed half: 2,448,000 of each.
        ("2020/21", "live", "£122,400,000.00", "£122,400,000.00", "£2,448,000.00",
         "1%", "£122,400,000.00", "£127,296,000.00"),
        # With social care 182.4m: 5% is 9.12m; 4% of half is 3.648m, above the cap of 1m; 2% of
        # half is 1.824m, which a loss may take.
        ("2022/23", "live", "£182,400,000.00", "£182,400,000.00", "£9,120,000.00",
         "missing", "£180,576,000.00", "£192,520,000.00"),
    ]  # fmt: skip


def test_outcomes_within_the_budget_are_taken_out_of_what_is_fixed() -> None:
    (one,) = run(2020, text=TERMS.replace("paid: on_top", "paid: within"))
    assert one.fixed.shown == "£119,952,000.00"
    assert one.at_most.shown == "£124,848,000.00"  # 122.4m and the gain of 2,448,000
    assert one.at_least.shown == "£119,952,000.00"


def test_a_proposed_line_is_shown_and_does_not_count() -> None:
    (one,) = run(2021, text=TERMS.replace("status: agreed", "status: proposed"))
    assert (one.budget.shown, one.proposed.shown) == ("£122,400,000.00", "£60,000,000.00")
    (one,) = run(2021)
    assert (one.budget.shown, one.joined.shown) == ("£182,400,000.00", "£60,000,000.00")
    (one,) = run(2020)
    assert (one.joined.shown, one.proposed.shown) == ("£0.00", "£0.00")


def test_a_gain_above_its_cap_says_what_it_was_before() -> None:
    (one,) = run(2022)
    gain = one.gain_at_most
    assert (gain.shown, gain.inputs) == ("£1,000,000.00", "£1,000,000.00 < £3,648,000.00")
    assert gain.source.startswith("surplus target; ")
    assert gain.children[0].inputs == "£182,400,000.00 x 50% x 4%"
    assert one.loss_at_most.inputs == "£182,400,000.00 x 50% x 2%"


def test_a_budget_with_a_line_that_is_not_known_is_missing_throughout() -> None:
    (one,) = run(2021, social_care=None)
    for figure in (one.budget, one.outcomes, one.exposed, one.at_most, one.at_least):
        assert figure.is_missing
        assert figure.note == "not told"
    assert "missing" in sentences([one])[0]


def test_a_board_reads_what_each_year_is_worth() -> None:
    first, second, last = sentences(run(2019, 2022))
    assert first == (
        "2019/20 (in shadow: worked out, not paid): a whole-population budget of £122.4m;"
        " on top of it £1.2m (1%) hangs on outcomes; at most nothing may be gained and nothing"
        " lost; in all £122.4m to £123.6m."
    )
    assert second == (
        "2022/23: a whole-population budget of £182.4m; on top of it £9.1m (5%) hangs on outcomes;"
        " at most £1m may be gained and £1.8m lost; in all £180.6m to £192.5m."
    )
    assert last == "The part that hangs on outcomes goes from 1% in 2019/20 to 5% in 2022/23."


WRONG = [
    ("value: shadow", "value: shado", "phases[0].value: unknown phase 'shado'"),
    ("paid: on_top", "paid: on_tp", "outcomes.paid: unknown way to pay for outcomes 'on_tp'"),
    ("value: 50%", "value: 150%", "gain_loss.exposed[0].value: a part lies from 0% to 100%"),
    ("GBP 1m", "GBP -1m", "gain_loss.cap[0].value: it is below nought"),
    ("GBP 1m", "EUR 1m", "gain_loss.cap[0].value: it is in EUR, and the budget is in GBP"),
    ("[social_care]", "[social]", "variations[0].lines[0]: the budget has no line 'social'"),
    ("[social_care]", "[social_care, social_care]", "variations[0].lines[1]: the line"),
    ("from: 2021-04-01", "from: 2021-07-01", "variations[0].from: it begins within 2021/22"),
    ("2020-04-01, value: 4%", "2021-12-01, value: 4%", "gain_loss.upside[0].from: it begins"),
    ("{from: 2019-04-01, value: shadow", "{from: 2019-12-01, value: shadow",
     "phases[0].from: nothing says whether 2019/20 is shadow or live"),
    ("status: agreed", "status: agree", "variations[0].status: unknown status 'agree'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_wrong_terms_are_refused_at_their_place(old: str, new: str, said: str) -> None:
    assert old in TERMS
    with pytest.raises(Refused) as refused:
        run(2019, 2021, text=TERMS.replace(old, new, 1))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({}, "there is no year of a budget"),
        ({FinancialYear(2020): {}}, "the budget of 2020/21 has no lines"),
        (budgets(2020, social_care="-1"), "'social_care' is below nought in 2020/21"),
    ],
)
def test_wrong_budgets_are_refused(
    found: dict[FinancialYear, dict[str, Figure]], said: str
) -> None:
    terms = read_document(TERMS, "budget.yaml", Parts)
    with pytest.raises(Refused) as refused:
        three_parts(found, terms.value, terms.where)
    assert said in str(refused.value)


def watched(name: str, amount: str | None, shared: str, payer: str = "ccg") -> MonitoredLine:
    pooled = payer == "ccg"
    return MonitoredLine(name, payer, pooled, millions(name, amount), millions(name, shared))


def test_35m_is_pooled_within_90m_that_is_monitored() -> None:
    # Hillingdon, December 2016: about £35m pooled from 2017/18, £90m for people over 65 in all.
    found = pooled_within([watched("pool", "35", "35"), watched("rest", "55", "0")])
    assert found[-1].sentence == "£35m is pooled within £90m that is monitored"
    assert found[-1].watched.shown == "£55,000,000.00"


def test_pooled_and_aligned_money_is_told_by_commissioner() -> None:
    lines = [watched("a", "35", "30"), watched("b", "55", "0"), watched("c", "9", "4", "council")]
    rows = [
        (one.commissioner, one.monitored.shown, one.pooled.shown, one.aligned.shown)
        for one in pooled_within(lines)
    ]
    assert rows == [
        ("ccg", "£90,000,000.00", "£30,000,000.00", "£0.00"),
        ("council", "£9,000,000.00", "£0.00", "£4,000,000.00"),
        ("", "£99,000,000.00", "£30,000,000.00", "£4,000,000.00"),
    ]
    assert pooled_within(lines)[-1].sentence.endswith("; £4m more is aligned")


def test_what_is_monitored_and_not_known_is_missing() -> None:
    found = pooled_within([watched("a", "35", "35"), watched("b", None, "0")])[-1]
    assert found.sentence == "£35m is pooled; what is monitored is not all known"
    assert found.watched.note == "not told"
