"""Two drafts on the same draws: who gains, who pays, and in which states."""

from __future__ import annotations

import pytest

from tests.unit.plan.drafts import contract, figures, generator, scenario, simulated
from wholeplace.contract import Contract
from wholeplace.kernel import Refused
from wholeplace.plan import Comparison, compare

# The savings are 15, 5, 0 and -10 million, each as often.
SEEN = figures("bootstrap: {history: [GBP 85m, GBP 95m, GBP 100m, GBP 110m]}")
NORMAL = figures("normal: {mean: GBP 98m, sd: GBP 4m}", "[2019/20, 2020/21]")


def compared(
    first: Contract, second: Contract, text: str = SEEN, by: str | None = None
) -> Comparison:
    return compare(first, second, scenario(text), 4_000, generator(), by)


CAPPED = "capped(saving * share, at_most = GBP 2.5m, at_least = -GBP 1m)"


def test_the_difference_is_told_for_each_state() -> None:
    found = compared(contract(), contract(CAPPED), by="saving")
    told = {
        state.least: (state.first["trust"], state.second["trust"], state.difference["trust"].value)
        for state in found.states
    }
    assert told == {
        15e6: (7.5e6, 2.5e6, -5e6),
        5e6: (2.5e6, 2.5e6, 0),
        0: (0, 0, 0),
        -10e6: (-5e6, -1e6, 4e6),
    }
    assert [state.share for state in found.states] == pytest.approx([0.25] * 4, abs=0.03)
    assert found.explained == pytest.approx(1)


def test_how_often_the_second_draft_is_better() -> None:
    gain = next(g for g in compared(contract(), contract(CAPPED)).gains if g.party == "trust")
    assert gain.better.value == pytest.approx(0.25, abs=0.03)
    assert gain.worse.value == pytest.approx(0.25, abs=0.03)
    assert gain.same.value == pytest.approx(0.5, abs=0.03)
    assert (gain.difference.low.value, gain.difference.high.value) == (-5e6, 4e6)
    assert gain.difference.mean.value == pytest.approx(gain.second.value - gain.first.value)


def test_in_every_state_what_some_gain_others_pay() -> None:
    for text in (SEEN, NORMAL):
        found = compared(contract(), contract(CAPPED), text)
        assert len(found.states) >= 4
        for state in found.states:
            assert sum(e.value for e in state.difference.values()) == pytest.approx(0, abs=1e-6)
        assert sum(gain.difference.mean.value for gain in found.gains) == pytest.approx(0, abs=1e-6)


def test_the_same_draft_twice_is_the_same_in_every_draw() -> None:
    found = compared(contract(), contract(), NORMAL)
    assert all(gain.same.value == 1 for gain in found.gains)
    assert all(gain.difference.sd.value == 0 for gain in found.gains)


def test_the_shared_draws_make_the_error_of_a_small_difference_small() -> None:
    found = compared(contract(), contract("saving * 51%"), NORMAL)
    gain = found.gains[1]
    assert gain.difference.mean.error < gain.first.error / 20


def test_states_are_told_by_what_accounts_for_most() -> None:
    text = NORMAL + "  noise: {normal: {mean: GBP 1m, sd: GBP 1m}, source: x}\n"
    noisy = {"figures:": "figures:\n  noise: {unit: money}", "lines:": "lines:\n  hum: noise * 2"}
    found = compared(contract(**noisy), contract(CAPPED, **noisy), text)
    assert found.driver == "spend"
    assert len(found.states) == 10
    assert [state.share for state in found.states] == pytest.approx([0.1] * 10, abs=0.001)
    assert all(a.most <= b.least for a, b in zip(found.states, found.states[1:], strict=False))


def test_states_may_be_words_or_truths() -> None:
    more = {"figures:": "figures:\n  met: {unit: yes/no}"}
    first, second = (
        contract(f"if met then saving * {share} else GBP 0", **more) for share in ("50%", "60%")
    )
    found = compared(first, second, SEEN + "  met: {chance: 50%, source: x}\n", by="met")
    assert [state.word for state in found.states] == ["no", "yes"]
    assert found.states[0].difference["trust"].value == 0


def test_a_party_to_one_draft_alone_has_nothing_by_the_other() -> None:
    third = contract(
        **{
            "role: provider}}": "role: provider}, gp: {role: provider}}",
            "to: trust": "to: gp",
        }
    )
    found = compared(contract(), third)
    means = {gain.party: (gain.first.value, gain.second.value) for gain in found.gains}
    assert means["gp"][0] == 0
    assert means["trust"][1] == 0
    assert means["gp"][1] == means["trust"][0] != 0


def test_years_that_one_draft_cannot_settle_are_left_out_of_both() -> None:
    found = compared(contract(), contract("saving / (if saving < GBP 0 then 0 else 1)"), NORMAL)
    assert found.left_out.value == pytest.approx(0.31, abs=0.02)
    assert min(state.least for state in found.states) >= (0 if found.driver == "saving" else 80e6)


def test_the_worst_draw_of_a_difference_is_named_by_its_place_among_all_draws() -> None:
    second = contract("saving / (if saving < GBP 0 then 0 else 1)")
    (difference,) = [g.difference for g in compared(contract(), second).gains if g.party == "ccg"]
    net = simulated(second, SEEN, 4_000).settled
    # By the second draft the whole saving is paid and not half: worst where it is largest.
    assert net.is_settled[difference.worst_draw - 1, 0]
    assert net.net["ccg"][difference.worst_draw - 1, 0] == -15e8


def test_drafts_that_cannot_be_compared_are_refused() -> None:
    dollars = contract(**{"title:": "currency: USD\ntitle:", "GBP": "USD"})
    with pytest.raises(Refused, match="one draft is in GBP, the other in USD"):
        compared(contract(), dollars)
    with pytest.raises(Refused, match=r"'savng' is not a figure or line .*\n.*'saving'"):
        compared(contract(), contract(), by="savng")
    with pytest.raises(Refused, match="'shared' is not a figure or line"):
        compared(contract(), contract(CAPPED), by="shared")


def test_what_either_draft_needs_is_told_once() -> None:
    more = {"figures:": "figures:\n  met: {unit: yes/no}"}
    needs = contract("if met then saving else GBP 0", **more)
    with pytest.raises(Refused) as caught:
        compared(needs, needs)
    assert len(caught.value.problems) == 1
