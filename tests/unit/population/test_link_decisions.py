"""Decisions of people go before every rule; chains are followed; a later one undoes an earlier."""

from __future__ import annotations

import pytest

from wholeplace.population import Decision, Link, contradictions, with_decisions


def decisions(drawing: str) -> list[Decision]:
    """Return decisions drawn one to a line: A = B, or A x B."""
    lines = (line.split() for line in drawing.strip().splitlines())
    return [Decision(a, b, sign == "=", "Kim", "seen", "2026-11-22") for a, sign, b in lines]


def after(links: str, decided: str) -> tuple[list[str], list[tuple[str, ...]]]:
    lines = (line.split() for line in links.strip().splitlines())
    made = [Link(key, person, rule) for key, person, rule in lines]
    found, doubtful = with_decisions(made, decisions(decided))
    return [f"{link.key} {link.person} {link.rule}" for link in found], doubtful


@pytest.mark.parametrize(
    ("links", "decided", "expected"),
    [
        # A person says that a record is somebody whom no rule found.
        ("", "cld:1 = nhs:A", ["cld:1 nhs:A decided"]),
        # ... or another than the rule found.
        ("cld:1 nhs:B likeness", "cld:1 = nhs:A", ["cld:1 nhs:A decided"]),
        # Two records of services without numbers are one person, whom a rule found for one.
        (
            "cld:1 nhs:A likeness",
            "cld:1 = vcs:7",
            ["cld:1 nhs:A decided", "vcs:7 nhs:A decided"],
        ),
        # A chain: the end is the person.
        (
            "",
            "vcs:7 = cld:1\ncld:1 = nhs:A",
            ["cld:1 nhs:A decided", "vcs:7 nhs:A decided"],
        ),
        # Nobody with a number: the smallest key stands for the person.
        ("", "vcs:7 = cld:1", ["vcs:7 cld:1 decided"]),
        # One person was given two NHS numbers: what belonged to the second goes with them.
        (
            "cld:1 nhs:B likeness",
            "nhs:A = nhs:B",
            ["cld:1 nhs:A decided", "nhs:B nhs:A decided"],
        ),
        # Not the same: the record stands by itself, also against a link that another feed makes.
        ("cld:1 nhs:A likeness", "cld:1 x nhs:A", ["cld:1 cld:1 decided"]),
        # ... and the next best may take its place.
        ("cld:1 nhs:B likeness", "cld:1 x nhs:A", ["cld:1 nhs:B likeness"]),
        # Undone: the rule counts again.
        ("cld:1 nhs:A likeness", "cld:1 x nhs:A\nnhs:A = cld:1", ["cld:1 nhs:A decided"]),
    ],
)
def test_a_decision_goes_before_the_rules(links: str, decided: str, expected: list[str]) -> None:
    assert after(links, decided) == (expected, [])


def test_a_group_for_which_the_rules_find_two_people_is_in_doubt() -> None:
    found, doubtful = after("cld:1 nhs:A likeness\nvcs:7 nhs:B likeness", "cld:1 = vcs:7")
    assert doubtful == [("cld:1", "vcs:7")]
    assert found == ["vcs:7 cld:1 decided"]


def test_decisions_that_contradict_each_other_are_found() -> None:
    wrong = decisions("a = b\nb = c\na x c\nd x e")
    assert [found.pair for found in contradictions(wrong)] == [frozenset("ac")]
    assert contradictions(decisions("a = b\nb = c\na x c\nb x c")) == []
