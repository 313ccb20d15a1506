"""Laws of a budget in three parts, and of pooled money."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.parts import MonitoredLine, Parts, pooled_within, three_parts
from wholeplace.kernel import Figure, FinancialYear, Money, Unit

YEARS = [FinancialYear(first) for first in (2019, 2020, 2021)]
PENCE = st.integers(0, 10**12)
SHARE = st.fractions(0, 1, max_denominator=10_000)


def pounds(pence: int) -> Figure:
    return Figure("x", Fraction(pence, 100), Unit.MONEY)


def always(value: object) -> list[dict[str, object]]:
    return [{"from": "2019-04-01", "value": value, "source": "y"}]


@st.composite
def terms(draw: st.DrawFn, paid: str = "") -> Parts:
    cap = draw(st.none() | PENCE)
    limit = {} if cap is None else {"cap": always(Money(cap))}
    shares = [{"from": str(year.start), "value": draw(SHARE), "source": "y"} for year in YEARS]
    return Parts.model_validate({
        "phases": always("live"),
        "outcomes": {
            "paid": paid or draw(st.sampled_from(("on_top", "within"))),
            "share": shares,
            "source": "y",
        },
        "gain_loss": {
            "exposed": always(draw(SHARE)),
            "upside": always(draw(SHARE)),
            "downside": always(draw(SHARE)),
            **limit,
        },
    })  # fmt: skip


BUDGETS = st.fixed_dictionaries({"a": PENCE.map(pounds), "b": PENCE.map(pounds)})


def number(figure: Figure) -> Fraction:
    return Fraction(str(figure.value))


@given(drawn=terms(), lines=BUDGETS)
def test_the_parts_add_up_and_the_bounds_hold_them(drawn: Parts, lines: dict[str, Figure]) -> None:
    for one in three_parts(dict.fromkeys(YEARS, lines), drawn):
        inside = number(one.outcomes) if drawn.outcomes.paid == "within" else 0
        assert number(one.fixed) + inside == number(one.budget)
        assert number(one.budget) == sum(map(number, lines.values()))
        assert number(one.at_least) <= number(one.fixed) <= number(one.at_most)
        spread = number(one.gain_at_most) + number(one.outcomes) + number(one.loss_at_most)
        assert number(one.at_most) - number(one.at_least) == spread
        cap = drawn.gain_loss.cap
        assert cap is None or number(one.gain_at_most) <= cap.root[0].value.exact


@given(drawn=terms("within"), lines=BUDGETS)
def test_growth_over_the_years_is_that_of_the_share(drawn: Parts, lines: dict[str, Figure]) -> None:
    rows = three_parts(dict.fromkeys(YEARS, lines), drawn)
    whole = sum(number(one.growth) for one in rows[1:])
    assert whole == number(rows[-1].outcomes_share) - number(rows[0].outcomes_share)


LINES = st.builds(
    lambda who, pence, part: MonitoredLine(
        "x", who, who == "ccg", pounds(pence), pounds(int(pence * part))
    ),
    st.sampled_from(("ccg", "council", "public_health")),
    PENCE,
    SHARE,
)


@given(lines=st.lists(LINES, max_size=8))
def test_commissioners_add_up_to_all_and_kinds_to_what_is_monitored(
    lines: list[MonitoredLine],
) -> None:
    *rows, whole = pooled_within(lines)
    for name in ("monitored", "pooled", "aligned", "watched"):
        assert sum(number(getattr(row, name)) for row in rows) == number(getattr(whole, name))
    parts = number(whole.pooled) + number(whole.aligned) + number(whole.watched)
    assert parts == number(whole.monitored)
