"""Laws of flows: whatever the lines and terms, no penny is lost at any level."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.budget.flows import (
    Flow,
    Flowing,
    Flows,
    Kind,
    Measured,
    ResourceLine,
    Stake,
    flow,
)
from wholeplace.budget.flows.document import (
    Allocation,
    Choice,
    Provider,
    Status,
    TopSlice,
    Transfer,
)
from wholeplace.document import Dated, Timeline
from wholeplace.kernel import Figure, FinancialYear, Unit

T = TypeVar("T")
YEAR = FinancialYear(2019)
PROVIDERS = ("thh", "cnwl", "gp")
RINGS = ("", "children", "planned")


def always(kind: type[T], value: T) -> Timeline[T]:
    return Timeline[kind](root=(Dated[kind](from_=YEAR.start, value=value, source="y"),))  # type: ignore[valid-type]


def shares(weights: Sequence[int]) -> Timeline[dict[str, Fraction]]:
    whole = sum(weights)
    value = {who: Fraction(w, whole) for who, w in zip(PROVIDERS, weights, strict=True)}
    entry = Dated[dict[str, Fraction]](from_=YEAR.start, value=value, source="y")
    return Timeline[dict[str, Fraction]](root=(entry,))


def status(word: str) -> Timeline[Status]:
    entry = {"from": "2019-04-01", "value": word, "source": "y"}
    return Timeline[Status].model_validate([entry])


SMALL = st.fractions(0, Fraction(1, 10), max_denominator=997)


@st.composite
def lines(draw: st.DrawFn) -> tuple[ResourceLine, ...]:
    amounts = draw(st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
    made = []
    for i, pence in enumerate(amounts):
        ring = draw(st.sampled_from(RINGS))
        figure = Figure(f"l{i}", Fraction(pence, 100), Unit.MONEY)
        provider = draw(st.sampled_from(("", *PROVIDERS)))
        payer = draw(st.sampled_from(("ccg", "council")))
        made.append(ResourceLine(f"l{i}", f"L{i}", payer, figure, provider, ring, bool(ring)))
    return tuple(made)


@st.composite
def terms(draw: st.DrawFn, *, sliced: bool = True) -> Flows:
    slices = draw(st.lists(SMALL, max_size=3)) if sliced else []
    moves = draw(st.lists(st.tuples(st.permutations(PROVIDERS), SMALL), max_size=3))
    weights = draw(st.tuples(*(st.integers(1, 10**6) for _ in PROVIDERS)))
    price = draw(st.fractions(0, 2, max_denominator=100))
    return Flows(
        providers={who: Provider(name=who, source="y") for who in PROVIDERS},
        status=Timeline.model_validate(
            [
                {
                    "from": "2019-04-01",
                    "value": draw(st.sampled_from(("shadow", "live"))),
                    "source": "y",
                }
            ]
        ),
        top_slice=tuple(
            TopSlice(id=f"s{i}", name="s", holder="gp", share=always(Fraction, share))
            for i, share in enumerate(slices)
        ),
        allocation=(Allocation(shares=shares(weights)),),
        choice=(
            Choice(
                accountable=always(str, draw(st.sampled_from(PROVIDERS))),
                at="local_price",
                of_tariff=always(Fraction, price),
            ),
        ),
        between=tuple(
            Transfer(giver=who[0], receiver=who[1], why="z", share=always(Fraction, share))
            for who, share in moves
        ),
    )


@dataclass(frozen=True)
class Drawn:
    lines: tuple[ResourceLine, ...]
    terms: Flows
    measured: Measured


@st.composite
def cases(draw: st.DrawFn, *, sliced: bool = True) -> Drawn:
    some = draw(lines())
    # Care elsewhere of so little that whoever answers for it can pay it.
    accountable = draw(terms(sliced=sliced))
    who = accountable.choice[0].accountable.root[0].value
    own = [one for one in some if one.provider == who]
    counted = {("RQM", one.id, "tariff"): one.pence // 10 for one in own}
    priced = {
        (provider, one.id): draw(st.integers(0, 10**12))
        for one in some
        for provider in (*PROVIDERS, "RQM")
    }
    return Drawn(some, accountable, Measured(priced, counted))


def run(case: Drawn) -> Flowing:
    return flow(case.lines, case.terms, YEAR, case.measured)


def total(some: Sequence[Flow]) -> int:
    return sum(one.pence for one in some)


def kinds(found: Flowing, *which: Kind) -> list[Flow]:
    return [one for one in found.flows if one.kind in which]


@given(case=cases())
def test_no_level_loses_a_penny(case: Drawn) -> None:
    found = run(case)
    for level in found.levels:
        assert Fraction(str(level.into.value)) - Fraction(str(level.out.value)) == level.left.value
    resource = total(kinds(found, Kind.PAID_IN))
    assert resource == sum(one.pence for one in case.lines)
    assert resource == total(kinds(found, Kind.TOP_SLICE, Kind.ALLOCATION))
    assert found.allocated.left.value == 0
    assert all(one.pence >= 0 for one in found.flows)


@given(case=cases())
def test_what_everybody_has_is_the_combined_resource(case: Drawn) -> None:
    found = run(case)
    assert sum(Fraction(str(one.received.value)) for one in found.stakes) == found.resource.value
    differences = sum(Fraction(str(one.difference.value)) for one in found.stakes)
    assert differences == found.difference.value


@given(case=cases())
def test_shadow_and_live_give_the_same_totals(case: Drawn) -> None:
    def as_if(word: str) -> Flowing:
        update = {"status": status(word)}
        return run(replace(case, terms=case.terms.model_copy(update=update)))

    shadow, live = as_if("shadow"), as_if("live")
    assert shadow.levels == live.levels
    assert [one.received for one in shadow.stakes] == [one.received for one in live.stakes]
    assert [one.difference for one in shadow.stakes] == [one.difference for one in live.stakes]
    assert shadow.paid.value == shadow.by_results.value
    assert live.paid.value == live.resource.value


@given(case=cases())
def test_a_top_slice_of_nothing_is_none(case: Drawn) -> None:
    nothing = TopSlice(id="none", name="n", holder="gp", share=always(Fraction, Fraction(0)))
    without = run(case)
    terms = case.terms.model_copy(update={"top_slice": (*case.terms.top_slice, nothing)})
    found = run(replace(case, terms=terms))
    assert _values(found.stakes) == _values(without.stakes)
    assert found.combined.out.value == without.combined.out.value


def _values(stakes: Sequence[Stake]) -> list[tuple[str, object, object]]:
    return [(one.id, one.received.value, one.held.value) for one in stakes]


@given(case=cases(sliced=False), which=st.data())
def test_a_line_that_moves_to_another_provider_takes_exactly_its_money(
    case: Drawn, which: st.DataObject
) -> None:
    still = replace(case, measured=Measured())
    place = which.draw(st.sampled_from(range(len(case.lines))))
    one, other = which.draw(st.permutations(PROVIDERS).map(lambda who: who[:2]))

    def given_to(who: str) -> dict[str, int]:
        moved = [*case.lines]
        moved[place] = replace(moved[place], provider=who)
        found = run(replace(still, lines=tuple(moved)))
        return {stake.id: int(Fraction(str(stake.allocated.value)) * 100) for stake in found.stakes}

    before, after = given_to(one), given_to(other)
    pence = case.lines[place].pence
    moved = {who: after[who] - before[who] for who in before}
    assert moved == {who: (who == other) * pence - (who == one) * pence for who in PROVIDERS}


@given(case=cases())
def test_money_of_a_ring_fenced_workstream_stays_in_it(case: Drawn) -> None:
    found = run(case)
    for ring in RINGS[1:]:
        brought = total([one for one in kinds(found, Kind.PAID_IN) if one.ring == ring])
        assert brought == total([one for one in kinds(found, Kind.ALLOCATION) if one.ring == ring])
    assert not [one for one in kinds(found, Kind.TOP_SLICE, Kind.TRANSFER) if one.ring]
    by_id = {one.id: one for one in case.lines}
    assert all(one.ring == by_id[one.line].ring for one in found.flows if one.line)


@given(case=cases(), order=st.permutations(range(3)))
def test_transfers_do_not_hang_on_their_order(case: Drawn, order: list[int]) -> None:
    turned = tuple(case.terms.between[i] for i in order if i < len(case.terms.between))
    terms = case.terms.model_copy(update={"between": turned})
    assert _values(run(replace(case, terms=terms)).stakes) == _values(run(case).stakes)
