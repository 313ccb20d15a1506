"""A scenario is refused with every mistake at its line, and the nearest thing that would do."""

from __future__ import annotations

import pytest

from tests.unit.plan.drafts import contract, figures, scenario
from wholeplace.kernel import Refused
from wholeplace.plan.fit import unused, year_starts


def told(text: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        scenario(text)
    return [f"{p.where}: {p.what} | {p.remedy}" for p in caught.value.problems]


@pytest.mark.parametrize(
    ("spend", "says"),
    [
        ("normal: {mean: GBP 9m}", "'sd' is missing"),
        ("normla: {mean: GBP 9m, sd: GBP 1m}", "did you mean 'normal'?"),
        ("grows: 2%", "a figure is drawn in one way, not by nothing"),
        ("fixed: GBP 1m, chance: 5%", "not by fixed and chance"),
        ("normal: {mean: GBP 9m, sd: 1}", "it mixes amounts that do not match"),
        ("normal: {mean: GBP 9m, sd: USD 1m}", "it mixes GBP and USD"),
        ("normal: {mean: GBP 9m, sd: GBP -1m}", "-1m is below zero"),
        ("normal: {mean: [GBP 9m, GBP 8m], sd: GBP 1m}", "2 values for 1 years"),
        ("normal: {mean: [], sd: GBP 1m}", "0 values for 1 years"),
        ("normal: {mean: GBP nine, sd: GBP 1m}", "'GBP nine' is not a number"),
        ("lognormal: {mean: GBP 9m, p95: GBP 12m}", "a lognormal is not said by mean and p95"),
        ("lognormal: {mean: GBP 0, sd: GBP 1m}", "GBP 0 is not above zero"),
        ("lognormal: {median: GBP 9m, p95: GBP 8m}", "median GBP 9m is above p95 GBP 8m"),
        ("uniform: {least: GBP 9m, most: GBP 8m}", "least GBP 9m is above most GBP 8m"),
        ("triangular: {least: 1, likely: 5, most: 4}", "likely 5 is above most 4"),
        ("poisson: {mean: GBP 9m}", "GBP 9m is not a number of events"),
        ("poisson: {mean: -3}", "-3 is not between 0 and 1,000,000,000"),
        ("negative_binomial: {mean: 3}", "'dispersion' is missing"),
        ("bootstrap: {}", "needs a history of its own or the rows of a shared one"),
        ("bootstrap: {rows: past, column: cost}", "unknown history 'past'"),
        ("choice: {low: 50%, high: 40%}", "the probabilities make 90%"),
        ("choice: {low: 150%, high: -50%}", "-50% is not a probability"),
        ("chance: 120%", "120% is not a probability"),
        ("normal: {mean: 1, sd: 1}, persistence: 2", "2 is not between 0 and 1"),
        ("fixed: GBP 1m, persistence: 0.5", "what is fixed keeps nothing"),
        ("chance: 10%, grows: 2%", "only a number can grow"),
        ("normal: {mean: 1, sd: 1}, grows: -100%", "it would fall to nothing or below"),
        ("normal: {mean: 1, sd: 1}, at_least: 2, at_most: 1", "2 is above at_most, 1"),
        ("chance: 10%, at_most: 2", "only a number has a least or a most"),
        ("fixed: [GBP 1m, low]", "it mixes amounts that do not match"),
        ("normal: {mean: yes, sd: no}", "yes and no are not amounts"),
    ],
)
def test_a_mistake_in_a_figure_is_told_at_its_line(spend: str, says: str) -> None:
    problems = told(figures(spend))
    assert any(says in problem for problem in problems), problems
    assert all(problem.startswith("s.yaml:5:") for problem in problems)


def test_every_mistake_is_told_at_once() -> None:
    text = figures("normal: {mean: 1, sd: -1}, persistence: 3", "[2020/21, 2019/20]")
    assert len(told(text)) == 3


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("correlation: [{between: [spend], value: 0.5, source: x}]", "is between two figures"),
        ("correlation: [{between: [spend, spnd], value: 0, source: x}]", "did you mean 'spend'?"),
        ("correlation: [{between: [spend, budget], value: 0.5, source: x}]", "'budget' is fixed"),
        ("correlation: [{between: [spend, b], value: 1.5, source: x}]", "not between -1 and 1"),
        (
            (
                "correlation: [{between: [spend, b], value: 0.5, source: x},"
                " {between: [b, spend], value: 0.5, source: x}]"
            ),
            "b and spend stand there twice",
        ),
        ("histories: {past: {rows: [{cost: 1}], source: x}}", "no figure is drawn from"),
    ],
)
def test_a_mistake_beside_the_figures_is_told(more: str, says: str) -> None:
    extra = "  b: {normal: {mean: 1, sd: 1}, source: x}\n" + more
    problems = told(figures("normal: {mean: GBP 1m, sd: GBP 1}", more=extra))
    assert any(says in problem for problem in problems), problems


def three(ab: str, bc: str, ac: str, kept: str = "0") -> str:
    return (
        "scenario: Three\nyears: [2019/20, 2020/21]\nfigures:\n"
        "  a: {normal: {mean: 0, sd: 1}, source: x}\n"
        f"  b: {{normal: {{mean: 0, sd: 1}}, persistence: {kept}, source: x}}\n"
        "  c: {normal: {mean: 0, sd: 1}, source: x}\n"
        "correlation:\n"
        f"  - {{between: [a, b], value: {ab}, source: x}}\n"
        f"  - {{between: [b, c], value: {bc}, source: x}}\n"
        f"  - {{between: [a, c], value: {ac}, source: x}}\n"
    )


def test_correlations_that_cannot_be_are_refused_with_the_nearest_that_can() -> None:
    # With a to b 0.9 and a to c 0.2, b to c can be 0.18 + root(0.19 x 0.96) = 0.607 at most.
    (problem,) = told(three("0.9", "0.9", "0.2"))
    assert problem.startswith("s.yaml:8:23 correlation[0].value: with a correlation of 0.9 here")
    assert "not positive semi-definite" in problem
    assert problem.endswith("the nearest that can be is 0.6")
    scenario(three("0.6", "0.9", "0.2"))
    with pytest.raises(Refused):
        scenario(three("0.61", "0.9", "0.2"))


def test_where_no_single_correlation_is_to_blame_all_are_brought_nearer_to_nothing() -> None:
    text = three("-0.9", "-0.9", "-0.9")
    (problem,) = told(text)
    # One of them at +0.62 would do too; that is the smallest change of one alone.
    assert problem.endswith("the nearest that can be is 0.62")
    four = text.replace(
        "correlation:\n", "  d: {normal: {mean: 0, sd: 1}, source: x}\ncorrelation:\n"
    )
    four += "".join(f"  - {{between: [{o}, d], value: -0.9, source: x}}\n" for o in "abc")
    (problem,) = told(four)
    # Four figures can all be correlated by -1/3 and no less: 0.9 times 0.37.
    assert problem.endswith("all of them times 0.37 is possible")


def test_figures_of_different_persistence_cannot_move_together_in_every_year() -> None:
    (problem,) = told(three("0.95", "0", "0", kept="0.9"))
    assert "because their persistence differs" in problem
    # The square root of 1 - 0.81 is 0.4359.
    assert problem.endswith("the nearest that can be is 0.43")


def test_what_agreements_need_and_a_scenario_lacks_is_told() -> None:
    text = figures("normal: {mean: 5, sd: 1}").replace("budget:", "budgt:").replace("19/20", "19")
    with pytest.raises(Refused) as caught:
        year_starts(contract(), scenario(text))
    told_of = [f"{p.what} | {p.remedy}" for p in caught.value.problems]
    assert told_of == [
        (
            "the agreement needs the figure 'budget', which is not drawn | add budget: with its"
            " distribution and source; did you mean 'budgt'?"
        ),
        (
            "it is drawn as a plain number, but the agreement needs money | write money with its"
            " currency, like GBP 5m"
        ),
    ]


def test_a_year_or_currency_that_is_not_of_the_agreement_is_told() -> None:
    text = figures("normal: {mean: USD 5m, sd: USD 1m}", "[2019/20]")
    agreement = contract(**{"figures:": "year: 01-01\nfigures:"})
    with pytest.raises(Refused) as caught:
        year_starts(agreement, scenario(text))
    told_of = [problem.what for problem in caught.value.problems]
    assert told_of[0] == "'2019/20' is not a calendar year; write it like 2019"
    assert "USD 5m stands in a scenario for an agreement in GBP" in told_of


def test_a_choice_must_be_of_the_agreement() -> None:
    agreement = contract(**{"figures:": "figures:\n  track: {unit: choice, of: [low, high]}"})
    text = figures("normal: {mean: GBP 5m, sd: GBP 1m}")
    for track, says in (
        ("choice: {low: 50%, hihg: 50%}", "'hihg' is not one of low, high"),
        ("chance: 5%", "it is drawn as yes/no, but the agreement needs one of low, high"),
        ("fixed: medium", "'medium' is not one of low, high"),
    ):
        with pytest.raises(Refused, match=says):
            year_starts(agreement, scenario(f"{text}  track: {{{track}, source: x}}\n"))


def test_a_figure_with_a_default_need_not_be_drawn() -> None:
    agreement = contract(
        **{
            "figures:": "figures:\n  levy: {unit: money, default: GBP 5}",
            "- spend": "- spend - levy",
        }
    )
    assert len(year_starts(agreement, scenario())) == 1


def test_figures_that_the_agreement_does_not_use_are_known() -> None:
    text = figures("normal: {mean: GBP 5m, sd: GBP 1m}") + "  stays: {fixed: 4, source: x}\n"
    assert unused(contract(), scenario(text).value) == ["stays"]
