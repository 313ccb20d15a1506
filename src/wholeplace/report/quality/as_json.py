"""A quality report for other programs, with small numbers taken out."""

from __future__ import annotations

from wholeplace.record.quality import Dimension, Score, overall
from wholeplace.report.quality.words import QualityData, change, code, failed, passed, points


def quality_to_dict(data: QualityData) -> dict[str, object]:
    """Return the scores of each feed and rule; a number that may not be shown is ``*``."""
    feeds = {}
    for feed in data.assessment.feeds():
        theirs = data.assessment.of(feed)
        feeds[feed] = {
            "score": points(overall(theirs)),
            "dimensions": {
                dimension.value: points(overall(theirs, dimension)) for dimension in Dimension
            },
            "ask": data.owners.get(feed),
            "rules": [_rule(data, score) for score in theirs],
        }
    return {"rules": data.assessment.rules, "feeds": feeds, "without_rows": list(data.empty)}


def _rule(data: QualityData, score: Score) -> dict[str, object]:
    return {
        "rule": score.rule.id,
        "title": score.rule.title,
        "table": score.rule.table,
        "kind": score.rule.kind.value,
        "verdict": score.verdict.value,
        "asked": score.asked,
        "failed": failed(data, score),
        "passed": passed(data, score),
        "warn_below": str(score.rule.warn_below),
        "refuse_below": score.rule.refuse_below and str(score.rule.refuse_below),
        "since": score.since and score.since.isoformat(),
        "change": change(data, score),
        "do": score.rule.do,
        "worst": [
            {"provider": code(offender.provider), "failed": failed(data, score, offender)}
            for offender in score.worst
        ],
    }
