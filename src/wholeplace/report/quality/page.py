"""The quality report as one page: what to act on first, then every feed and every rule."""

from __future__ import annotations

from wholeplace.privacy import MARK
from wholeplace.record.quality import Verdict
from wholeplace.report.page import template
from wholeplace.report.quality.tables import HEADINGS, Action, actions, feed_parts, feeds_table
from wholeplace.report.quality.words import QualityData


def quality_page(data: QualityData) -> str:
    """Return the report as one HTML document; the same assessment gives the same text."""
    found = actions(data)
    return template("quality.html.j2").render(
        data=data,
        sentences=summary(data, found),
        actions=found,
        feeds=feeds_table(data),
        headings=HEADINGS,
        parts=list(feed_parts(data)),
        small=data.small,
        mark=MARK,
    )


def summary(data: QualityData, found: list[Action]) -> list[str]:
    """Return the report in two sentences or so."""
    feeds = len(data.assessment.feeds())
    rules = len({score.rule.id for score in data.assessment.scores})
    refused = [action for action in found if action.verdict is Verdict.REFUSE]
    told = [f"{_many(feeds, 'feed')} judged by {_many(rules, 'rule')}."]
    if data.empty:
        told.append(f"No row is stored of: {', '.join(data.empty)}. Ask whether that is right.")
    if not found:
        return [*([] if data.empty else ["Nothing needs action."]), *reversed(told)]
    if refused:
        named = ", ".join(dict.fromkeys(action.feed for action in refused))
        told.insert(0, f"Do not use before it is put right: {named}.")
    else:
        told.insert(0, f"{_many(len(found), 'thing')} to look at; nothing that forbids the use.")
    return told


def _many(number: int, word: str) -> str:
    return f"{number:,} {word}{'s'[: number != 1]}"


def quality_lines(data: QualityData) -> list[str]:
    """Return the report as lines for a terminal: the summary, then what to act on."""
    found = actions(data)
    lines = [*summary(data, found), ""]
    for action in found:
        lines += [
            f"{action.said}: {action.feed}: {action.what}",
            f"  {action.how_many}",
            f"  since: {action.since}; by the last load: {action.change}",
            f"  where: {action.where}",
            f"  try: {action.do}",
            *([f"  ask: {action.ask}"] if action.ask else []),
        ]
    return lines
