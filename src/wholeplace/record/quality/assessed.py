"""An assessment of all feeds: written as JSON, and read back to be compared with a later one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.record.quality.scores import Score, overall

Before = Mapping[tuple[str, str], Fraction]
"""The share of each feed and rule at an earlier assessment."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The scores of all feeds, by which rules, and the shares of the assessment before."""

    rules: str
    scores: tuple[Score, ...]
    before: Before

    def feeds(self) -> tuple[str, ...]:
        """Return the feeds, by name."""
        return tuple(sorted({score.feed for score in self.scores}))

    def of(self, feed: str) -> list[Score]:
        """Return the scores of one feed, gravest first."""
        return [score for score in self.gravest_first() if score.feed == feed]

    def gravest_first(self) -> list[Score]:
        """Return all scores: refused, warned, passed; then by weight and by how many failed."""
        return sorted(
            self.scores,
            key=lambda s: (
                -["pass", "warn", "refuse"].index(s.verdict),
                -s.rule.weight,
                s.share,
                s.feed,
                s.rule.id,
            ),
        )

    def change(self, score: Score) -> Fraction | None:
        """Return by how much a share has moved since before; ``None`` where it was not asked."""
        earlier = self.before.get((score.feed, score.rule.id))
        return None if earlier is None else score.share - earlier


def assessment_to_dict(assessment: Assessment) -> dict[str, object]:
    """Return an assessment for keeping: every count exact, no key of a person in it."""
    return {
        "rules": assessment.rules,
        "feeds": {feed: _exact(overall(assessment.of(feed))) for feed in assessment.feeds()},
        "scores": [_score(score) for score in assessment.scores],
    }


def _exact(score: Fraction | None) -> str | None:
    return None if score is None else f"{float(score):.4f}"


def _score(score: Score) -> dict[str, object]:
    return {
        "feed": score.feed,
        "rule": score.rule.id,
        "table": score.rule.table,
        "kind": score.rule.kind.value,
        "passed": score.passed,
        "asked": score.asked,
        "verdict": score.verdict.value,
        "since": score.since and score.since.isoformat(),
        "months": [[m.month.isoformat(), m.passed, m.asked] for m in score.months],
        "worst": [
            {"provider": o.provider, "failed": o.failed, "asked": o.asked} for o in score.worst
        ],
    }


def shares_of(kept: Mapping[str, object]) -> Before:
    """Return the shares of an assessment that was kept."""
    scores = kept.get("scores")
    rows: Sequence[Mapping[str, object]] = scores if isinstance(scores, list) else ()
    return {
        (str(row["feed"]), str(row["rule"])): Fraction(
            int(str(row["passed"])), int(str(row["asked"]))
        )
        for row in rows
    }
