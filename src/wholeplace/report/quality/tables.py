"""The tables of a quality report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wholeplace.record.quality import Dimension, Score, Verdict, overall
from wholeplace.report.quality.drawings import Strip, bars, strip
from wholeplace.report.quality.words import (
    NONE,
    SAID,
    QualityData,
    change,
    failed,
    limit,
    passed,
    points,
    since,
    unit,
    where,
)
from wholeplace.report.table import Column, Kind, Table, columns


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to act on, in the words of the report."""

    verdict: Verdict
    said: str
    feed: str
    what: str
    how_many: str
    since: str
    where: str
    change: str
    why: str
    do: str
    ask: str
    bars: str


def actions(data: QualityData) -> list[Action]:
    """Return what a data manager should act on, gravest first."""
    return [
        _action(data, score)
        for score in data.assessment.gravest_first()
        if score.verdict is not Verdict.PASS
    ]


def _action(data: QualityData, score: Score) -> Action:
    few = failed(data, score)
    how_many = (
        f"not so in {few} of {score.asked:,} {unit(score)}: {passed(data, score)} pass, where"
        f" {limit(score)} must"
    )
    return Action(
        verdict=score.verdict,
        said=SAID[score.verdict],
        feed=score.feed,
        what=score.rule.title,
        how_many=how_many,
        since=since(score),
        where=where(data, score),
        change=change(data, score),
        why=score.rule.why,
        do=score.rule.do,
        ask=data.owners.get(score.feed, ""),
        bars=bars(score.months, score.rule.warn_below),
    )


def feeds_table(data: QualityData) -> Table:
    """Return a row for each feed: its verdict, its score, and the score of each dimension."""
    rows = []
    for feed in data.assessment.feeds():
        theirs = data.assessment.of(feed)
        rows.append(
            (
                feed,
                SAID[theirs[0].verdict],
                points(overall(theirs)),
                *(points(overall(theirs, dimension)) for dimension in Dimension),
                *([data.owners.get(feed, NONE)] if data.owners else []),
            )
        )
    return Table(
        "Score of each feed, from 0 to 100",
        columns(
            "Feed",
            Column("Verdict", Kind.TEXT),
            "Score",
            *(dimension.value.capitalize() for dimension in Dimension),
            *([Column("Whom to ask", Kind.TEXT)] if data.owners else []),
        ),
        tuple(rows),
        note="A score is the share of rows that pass, averaged over the rules by their weight.",
    )


@dataclass(frozen=True, slots=True)
class FeedPart:
    """Everything about one feed: each rule's row with its bars, and what was sent by month."""

    feed: str
    rules: tuple[tuple[tuple[str, ...], str], ...]
    strips: tuple[tuple[str, Strip], ...]


HEADINGS = ("Rule", "Kind", "Verdict", "Asked", "Failed", "Pass", "Limit", "Since last load")


def feed_parts(data: QualityData) -> Iterator[FeedPart]:
    """Yield the part of each feed."""
    for feed in data.assessment.feeds():
        theirs = data.assessment.of(feed)
        yield FeedPart(
            feed,
            tuple((row(data, s), bars(s.months, s.rule.warn_below)) for s in theirs),
            tuple((s.rule.title, strip(data, s)) for s in theirs if s.sent),
        )


def row(data: QualityData, score: Score) -> tuple[str, ...]:
    """Return the row of one rule, under ``HEADINGS``."""
    return (
        score.rule.title,
        score.rule.kind.value,
        SAID[score.verdict],
        f"{score.asked:,}",
        failed(data, score),
        passed(data, score),
        limit(score),
        change(data, score),
    )
