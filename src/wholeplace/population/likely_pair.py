"""Pairs of records that may be one person, and which of them are close enough to be linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from wholeplace.population.linking_rules import LinkingRules

_NONE = float("-inf")


class Verdict(StrEnum):
    """What becomes of a pair."""

    LINK = "link"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class LikelyPair:
    """A record and a person it may be of: the probability, its weight in bits, and what agrees."""

    key: str
    person: str
    probability: float
    weight: float
    agreement: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what becomes of it, and why it is not linked where it is not."""

    pair: LikelyPair
    verdict: Verdict
    why: str = ""


def judged(
    pairs: Iterable[LikelyPair],
    rules: LinkingRules,
    taken: frozenset[tuple[str, str]] = frozenset(),
) -> list[Judged]:
    """Return the pairs worth a look, the surest first: those to link, and those to be reviewed.

    A pair is linked that is sure enough, agrees in nothing that calls for a person's eyes, and is
    well before the next best pair of its record and of its person. With ``one_to_one`` a person
    has one key in each source; ``taken`` are the pairs of (source, person) that have one already.
    """
    worth = [pair for pair in pairs if pair.probability >= float(rules.review_from)]
    worth.sort(key=lambda pair: (-pair.weight, pair.key, pair.person))
    others = _Others(worth)
    found, used = [], set(taken)
    for pair in worth:
        why = _doubt(pair, rules, others)
        slot = (source_of(pair.key), pair.person)
        if not why and rules.one_to_one and slot in used:
            why = "the person has another record in the same source"
        if not why:
            used.add(slot)
        found.append(Judged(pair, Verdict.REVIEW if why else Verdict.LINK, why))
    return found


def source_of(key: str) -> str:
    """Return the source that a key belongs to: what stands before its last colon.

    >>> source_of("local:RXX:123")
    'local:RXX'
    """
    return key.rpartition(":")[0]


def _doubt(pair: LikelyPair, rules: LinkingRules, others: _Others) -> str:
    if pair.probability < float(rules.link_from):
        return "not sure enough"
    for name, levels in rules.never_on_its_own.items():
        if pair.agreement.get(name) in levels:
            return f"{name.replace('_', ' ')} does not agree"
    if pair.weight - others.best_beside(pair) < rules.lead:
        return "another pair is almost as likely"
    return ""


class _Others:
    """The two best weights of every record, and of every person within a source."""

    def __init__(self, pairs: Sequence[LikelyPair]) -> None:
        self._best: dict[tuple[str, ...], list[tuple[float, str]]] = defaultdict(list)
        for pair in pairs:
            for group, other in self._groups(pair):
                self._best[group] = sorted([*self._best[group], (pair.weight, other)])[-2:]

    def best_beside(self, pair: LikelyPair) -> float:
        """Return the best weight of another pair of the same record, or of the same person."""
        beside = [
            weight
            for group, other in self._groups(pair)
            for weight, name in self._best[group]
            if name != other
        ]
        return max(beside, default=_NONE)

    def _groups(self, pair: LikelyPair) -> Iterable[tuple[tuple[str, ...], str]]:
        yield ("record", pair.key), pair.person
        yield ("person", source_of(pair.key), pair.person), pair.key
