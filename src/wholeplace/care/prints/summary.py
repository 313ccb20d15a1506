"""The summary for professionals: everything that was agreed, under the headings of the PRSB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wholeplace.care.plans import SECTIONS, spoken
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

_SIZE = 10
_NOTHING = "Nothing is recorded."
_NEEDS = "Needs, concerns or problems"
_COLUMNS = ("What", "Who", "When", "Suggested strategies", "Confidence, of 10")


def summary_words(said: Mapping[str, Any], standing: Standing) -> dict[str, Any]:
    """Return the words of a summary: all headings, also those under which there is nothing."""
    told = spoken(said)
    parts = [part(name, *_section(name, told.get(name))) for name in SECTIONS]
    parts.append(part("This version", facts(_version(told, standing))))
    return paper("Personalised care and support plan", told, standing, _SIZE, parts)


def _section(name: str, said: Any) -> Iterator[Block]:  # noqa: ANN401 - whatever JSON has
    if not said:
        yield text(_NOTHING)
    elif name == "Care and support plan":
        yield from _care(said)
    elif isinstance(said, list):
        for one in said:
            yield facts(_flat(one))
    else:
        yield facts(_flat(said))


def _flat(said: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield names with what is said of each; what stands deeper has all names before it."""
    for name, value in said.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{before}{name}: ")
        else:
            yield f"{before}{name}", "\n".join(value) if isinstance(value, list) else value


def _care(said: Mapping[str, Any]) -> Iterator[Block]:
    others = {name: value for name, value in said.items() if name != _NEEDS}
    yield facts(_flat({name: value for name, value in others.items() if value}))
    for need in said.get(_NEEDS, []):
        yield heading(f"Need: {need['Need']}")
        if not need.get("Goals and hopes"):
            yield text("No goal is written for it.")
        for goal in need.get("Goals and hopes", []):
            yield from _goal(goal)


def _goal(goal: Mapping[str, Any]) -> Iterator[Block]:
    yield heading(f"Goal: {goal['Goal']}", 4)
    told = ("Goal importance score", "How it is now", "Outcome aimed at", "By when", "Goal status")
    yield facts((name, goal.get(name)) for name in told)
    rows = [_action(one) for one in goal.get("Actions and activities", [])]
    yield table(f"Actions for: {goal['Goal']}", _COLUMNS, rows)


def _action(one: Mapping[str, Any]) -> list[object]:
    who = one["Who"]
    name = ", ".join(who[part] for part in ("Name", "Role") if who.get(part))
    return [
        one["What"], name, one.get("When"), one.get("Suggested strategies"), one.get("Confidence")
    ]  # fmt: skip


def _version(told: Mapping[str, Any], standing: Standing) -> list[tuple[str, object]]:
    return [
        ("Standard", told["Standard"]),
        ("Version", standing.number),
        ("State", standing.state),
        ("Agreed by the GP", f"{standing.gp}, {standing.gp_on}" if standing.gp else "not yet"),
        ("Sealed (SHA-256)", standing.sha256 or "not sealed: nobody has agreed to it yet"),
    ]
