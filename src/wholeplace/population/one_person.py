"""Bring links and the decisions of people together: each key belongs to one person, or is in doubt.

A link is made by a rule; a decision, by a named person, goes before every rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

DECIDED = "decided"
"""The match rule of a link that a person decided: it goes before every other link of its key."""

NUMBERED = "nhs:"


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A key, the person it belongs to, the rule that says so and how sure it is (1 is certain)."""

    key: str
    person: str
    rule: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of two keys, and why; ``at`` is when."""

    one: str
    other: str
    same: bool
    by: str
    reason: str
    at: str

    @property
    def pair(self) -> frozenset[str]:
        """The two keys, in no order."""
        return frozenset((self.one, self.other))


def in_force(decisions: Iterable[Decision]) -> dict[frozenset[str], Decision]:
    """Return the last decision on each pair: a later one undoes an earlier one."""
    return {decision.pair: decision for decision in decisions}


def groups(decisions: Iterable[Decision]) -> list[tuple[str, ...]]:
    """Return the keys that are one person by decision, each group sorted, the groups too.

    A = B and B = C make A, B and C one: chains are followed to their end.
    """
    first: dict[str, str] = {}
    for decision in in_force(decisions).values():
        if decision.same:
            low, high = sorted(_first(first, key) for key in (decision.one, decision.other))
            first[high] = low
    found: dict[str, set[str]] = defaultdict(set)
    for key in list(first):
        found[_first(first, key)] |= {key, _first(first, key)}
    return sorted(tuple(sorted(keys)) for keys in found.values())


def _first(first: Mapping[str, str], key: str) -> str:
    while first.get(key, key) != key:
        key = first[key]
    return key


def contradictions(decisions: Sequence[Decision]) -> list[Decision]:
    """Return the decisions "different" between keys that other decisions make one person."""
    group_of = {key: group for group in groups(decisions) for key in group}
    return [
        decision
        for decision in in_force(decisions).values()
        if not decision.same and decision.other in group_of.get(decision.one, ())
    ]


def with_decisions(
    links: Iterable[Link], decisions: Sequence[Decision]
) -> tuple[list[Link], list[tuple[str, ...]]]:
    """Return the links as they stand after the decisions, and the groups left in doubt.

    Keys that are one person by decision all belong to the person whom the rules find for any of
    them; where the rules find several people, nobody can say which, and the group belongs to a
    person of its own, in doubt. A key that was told from the person that a rule gave it stands
    by itself.
    """
    parted = {pair for pair, decision in in_force(decisions).items() if not decision.same}
    staying = [link for link in links if frozenset((link.key, link.person)) not in parted]
    found, doubtful = {link.key: link for link in _alone(parted, staying)}, []
    found |= {link.key: link for link in staying}
    for group in groups(decisions):
        people = _people(group, staying)
        if len(people) > 1 and not _numbered(group):
            doubtful.append(group)
        person = people[0] if len(people) == 1 or _numbered(group) else group[0]
        for key in (*group, *(link.key for link in staying if link.person in group)):
            found[key] = Link(key, person, DECIDED)
        found.pop(person, None)
    return sorted(found.values()), doubtful


def _alone(parted: Iterable[frozenset[str]], staying: Sequence[Link]) -> Iterator[Link]:
    linked = {link.key for link in staying}
    for key in sorted(key for pair in parted for key in pair):
        if key not in linked and not key.startswith(NUMBERED):
            yield Link(key, key, DECIDED)


def _people(group: tuple[str, ...], links: Sequence[Link]) -> list[str]:
    named = _numbered(group)
    found = {link.person for link in links if link.key in group}
    return sorted(named) or sorted(found) or [group[0]]


def _numbered(group: tuple[str, ...]) -> list[str]:
    return [key for key in group if key.startswith(NUMBERED)]
