"""How often each cap, floor, gate, band and condition decides, one draw at a time by hand."""

from __future__ import annotations

import pytest

from tests.unit.plan.drafts import contract, figures, simulated
from wholeplace.contract import Contract
from wholeplace.plan import Binding

# The savings are 15, 5, 0 and -10 million, each as often.
SEEN = figures("bootstrap: {history: [GBP 85m, GBP 95m, GBP 100m, GBP 110m]}")
BANDS = (
    "parameters:\n  bands: [{from: 2019-04-01, source: x, value:"
    " [{up_to: 4%, share: 100%}, {up_to: 12%, share: 50%}, {share: 0%}]}]\n"
    "  steps: [{from: 2019-04-01, source: x, value:"
    " [{below: GBP 0, value: 20%}, {below: GBP 9m, value: 50%}, {value: 80%}]}]"
)


def shares(agreement: Contract, text: str = SEEN) -> dict[str, float]:
    found = simulated(agreement, text, draws=4_000)
    return {binding.part: binding.years.value for binding in found.bindings}


def bindings(line: str) -> dict[str, float]:
    return shares(contract(line, **{"parameters:": BANDS}))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "capped(saving, at_most = GBP 5m, at_least = -GBP 5m)",
            {"at_most = GBP 5000000": 0.25, "at_least = -GBP 5000000": 0.25},
        ),
        ("min(saving, GBP 6m)", {"saving": 0.75, "GBP 6000000": 0.25}),
        ("max(saving, GBP 0)", {"saving": 0.75, "GBP 0": 0.25}),
        ("gate(saving, at_least = GBP 5m)", {"shut: below GBP 5000000": 0.5}),
        (
            "gate(saving, at_least = GBP 10m, at_most = -GBP 10m)",
            {"shut: below GBP 10000000 and above -GBP 10000000": 0.5},
        ),
        ("tiered(saving, bands, of = budget)", {"beyond 4%": 0.75, "beyond 12%": 0.25}),
        ("saving * lookup(saving, steps)", {"from 0": 0.75, "from 9,000,000": 0.25}),
        ("if saving < GBP 0 then GBP 0 else saving", {"yes": 0.25}),
    ],
)
def test_a_limit_is_counted_where_it_decides(line: str, expected: dict[str, float]) -> None:
    assert bindings(line) == {part: pytest.approx(v, abs=0.03) for part, v in expected.items()}


def test_what_never_decides_or_always_does_is_not_said_to_be_certain() -> None:
    found = simulated(contract("capped(saving, at_most = -GBP 11m, at_least = -GBP 99m)"), SEEN)
    always, never = found.bindings
    assert (always.years.value, never.years.value) == (1, 0)
    assert min(always.years.error, never.years.error) > 0


def test_what_stands_in_a_branch_counts_only_where_the_branch_is_taken() -> None:
    found = bindings("if saving > GBP 0 then min(saving, GBP 6m) else max(saving, -GBP 1m)")
    assert found["GBP 6000000"] == pytest.approx(0.25, abs=0.03)
    assert found["-GBP 1000000"] == pytest.approx(0.25, abs=0.03)


def test_what_stands_in_the_other_branch_does_not_count() -> None:
    found = bindings("if saving > GBP 6m then GBP 0 else min(saving, GBP 1m)")
    # A saving of 15m is beyond GBP 1m too, but never comes to it.
    assert found["GBP 1000000"] == pytest.approx(0.25, abs=0.03)
    both = bindings("if saving > GBP 6m or min(saving, GBP 1m) = GBP 1m then GBP 1 else GBP 0")
    assert both["GBP 1000000"] == pytest.approx(0.25, abs=0.03)


def test_a_limit_does_not_count_in_a_year_that_is_not_settled() -> None:
    agreement = contract(
        "max(saving, GBP 0)", **{"payments:": "  ratio: saving / (saving + GBP 10m)\npayments:"}
    )
    found = simulated(agreement, SEEN.replace("[2019/20]", "[2019/20, 2020/21]"), draws=4_000)
    # The one saving below zero makes the last line divide by zero.
    assert found.bindings[1].years.value == 0
    assert found.bindings[0].years.value == 1


def test_limits_that_change_with_the_year_are_counted_by_their_own() -> None:
    agreement = contract(
        "tiered(saving, bands, of = budget)",
        **{
            "parameters:": "parameters:\n  bands:\n"
            "    - {from: 2019-04-01, source: x, value: [{up_to: 4%, share: 100%}, {share: 0%}]}\n"
            "    - {from: 2020-04-01, source: x, value: [{up_to: 14%, share: 100%}, {share: 0%}]}\n"
        },
    )
    found = shares(agreement, SEEN.replace("[2019/20]", "[2019/20, 2020/21]"))
    # Of the years, half are 2019/20, of which three in four reach beyond 4%.
    assert found["beyond 4%"] == pytest.approx(0.375, abs=0.03)
    assert found["beyond 14%"] == pytest.approx(0.125, abs=0.03)


def test_bands_of_a_table_are_those_of_the_word() -> None:
    bands = (
        "{low: [{up_to: 4%, share: 100%}, {share: 0%}],"
        " high: [{up_to: 12%, share: 100%}, {share: 0%}]}"
    )
    agreement = contract(
        "tiered(saving, bands[track], of = budget)",
        **{
            "figures:": "figures:\n  track: {unit: choice, of: [low, high]}",
            "parameters:": "parameters:\n  bands: {by: track, values:"
            f" [{{from: 2019-04-01, source: x, value: {bands}}}]}}",
        },
    )
    text = SEEN + "  track: {choice: {low: 50%, high: 50%}, source: x}\n"
    found = shares(agreement, text)
    assert found["beyond 4% (low)"] == pytest.approx(0.375, abs=0.03)
    assert found["beyond 12% (high)"] == pytest.approx(0.125, abs=0.03)


def test_an_agreement_without_limits_has_none() -> None:
    assert shares(contract()) == {}


def test_a_limit_that_ever_decides_counts_a_draw_once() -> None:
    text = SEEN.replace("[2019/20]", "[2019/20, 2020/21]")
    simulation = simulated(contract("max(saving, GBP 0)"), text, draws=8_000)
    floor: Binding = simulation.bindings[1]
    assert floor.years.value == pytest.approx(1 / 4, abs=0.02)
    assert floor.draws.value == pytest.approx(7 / 16, abs=0.02)
