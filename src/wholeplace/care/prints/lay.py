"""My action plan: what was agreed in plain words and large type, for the person to keep."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wholeplace.care.plans import spoken
from wholeplace.care.prints.blocks import (
    Block,
    Standing,
    facts,
    heading,
    paper,
    part,
    table,
    text,
)

_SIZE = 16
"""Points: large print begins at 16 (RNIB Clear Print, UKAAF)."""
_DOERS = (
    ("What I do", ("the person",)),
    ("What those who care for me do", ("a carer",)),
    ("What others do", ("one of us", "a team", "somebody else")),
)


def lay_words(said: Mapping[str, Any], standing: Standing) -> dict[str, Any]:
    """Return the words of an action plan."""
    told = spoken(said)
    care, wishes = told["Care and support plan"], told["Places and wishes"]
    team = told["Professional contacts"]
    parts = [
        part(
            "What matters to me",
            text(care.get("What matters to me now") or _most_important(told)),
        ),
        part("What I can do, and what helps me", text(care.get("Strengths"))),
        *_wants(care),
        part("What if", *(block for one in _ifs(told) for block in one)),
        part(
            "Where I want to be",
            facts(
                [
                    ("To be cared for", wishes.get("Preferred place of care")),
                    ("To die", wishes.get("Preferred place of death")),
                    ("What I have decided", wishes.get("Advance statement")),
                ]
            ),
        ),
        part("Who works with me", facts([*map(_who, team), ("My GP practice", _practice(told))])),
        part("When we look at it again", text(_review(care))),
        part("Who agreed", facts(_agreed(care, standing))),
    ]
    return paper("My action plan", told, standing, _SIZE, parts)


def _most_important(told: Mapping[str, Any]) -> object:
    return told["About me"].get("What is most important to me")


def _practice(told: Mapping[str, Any]) -> object:
    return told["GP practice"].get("GP practice details")


def _wants(care: Mapping[str, Any]) -> Iterator[Block]:
    for need in care.get("Needs, concerns or problems", []):
        for goal in need.get("Goals and hopes", []):
            yield part(f"I want: {goal['Goal']}", *_want(need["Need"], goal))


def _want(need: str, goal: Mapping[str, Any]) -> Iterator[Block]:
    yield facts(
        [
            ("What is difficult", need),
            ("How it is now", goal.get("How it is now")),
            ("I know that I am there when", goal.get("Outcome aimed at")),
            ("By", goal.get("By when")),
        ]
    )
    done = goal.get("Actions and activities", [])
    for caption, roles in _DOERS:
        own = [one for one in done if one["Who"].get("Role") in roles]
        if own:
            yield heading(caption)
            yield table(caption, ("What", "Who", "By when"), [_task(one) for one in own])


def _task(one: Mapping[str, Any]) -> Sequence[str]:
    how = one.get("Suggested strategies")
    what = f"{one['What']}\n{how}" if how else one["What"]
    who = one["Who"]
    name = "me" if who.get("Role") == "the person" else who.get("Name") or who.get("Role")
    return (what, name or "", one.get("When", ""))


def _ifs(told: Mapping[str, Any]) -> Iterator[Sequence[Block]]:
    for one in told["Contingency/safety plans"]:
        yield (
            heading("If: " + "; or ".join(one["Trigger factors"])),
            facts(
                [
                    ("How it begins to show", one.get("Relapse indicators / early warning signs")),
                    ("What to do", one.get("What should happen")),
                    ("What not to do", one.get("What should not happen")),
                    ("Call", one.get("Who should be contacted")),
                ]
            ),
        )


def _who(one: Mapping[str, Any]) -> tuple[str, object]:
    return one.get("Team", ""), ", ".join(
        one[name] for name in ("Name", "Role") if one.get(name)
    ) or "nobody named yet"


def _review(care: Mapping[str, Any]) -> str:
    day, who = care.get("Planned review date"), care.get("Responsibility for review")
    return f"{day or 'No day is set'}{f', with {who}' if who else ''}."


def _agreed(care: Mapping[str, Any], standing: Standing) -> list[tuple[str, object]]:
    by = care.get("Agreed with person or legitimate representative", {})
    if not by:
        return [("Not yet", "This is a draft to speak about. Nobody has agreed to it.")]
    return [
        (f"{by['Person full name']} ({by['Role']})", by["Date"]),
        ("Not agreed to", by.get("Not agreed to")),
        ("My GP", f"{standing.gp}, {standing.gp_on}" if standing.gp else "not yet"),
    ]
