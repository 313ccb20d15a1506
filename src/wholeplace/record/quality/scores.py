"""What the counts of a feed come to: a score for each rule, and one for each dimension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from wholeplace.record.quality.cells import Cell
from wholeplace.record.quality.regular import judged_months
from wholeplace.record.quality.rules import Continuity, Dimension, QualityRule

MOST_OFFENDERS = 5


class Verdict(StrEnum):
    """What a share means: good enough, to be looked at, or not to be used."""

    PASS = "pass"  # noqa: S105 - not a password
    WARN = "warn"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Offender:
    """One provider's rows that failed, and the first and last month in which some did."""

    provider: str | None
    failed: int
    asked: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a feed: how many rows passed of how many that were asked."""

    month: date
    passed: int
    asked: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The rows of one provider and month, and whether enough came (``None``: cannot be judged)."""

    provider: str
    month: date
    rows: int
    enough: bool | None


@dataclass(frozen=True, slots=True)
class Score:
    """One rule on one feed. ``since`` is the first of the months in a row that fell short.

    A rule of continuity has in ``sent`` what every provider sent in every month.
    """

    feed: str
    rule: QualityRule
    passed: int
    asked: int
    verdict: Verdict
    months: tuple[Month, ...]
    worst: tuple[Offender, ...]
    since: date | None
    sent: tuple[Sent, ...] = ()

    @property
    def share(self) -> Fraction:
        """The share that passed."""
        return Fraction(self.passed, self.asked)

    @property
    def failed(self) -> int:
        """How many did not pass."""
        return self.asked - self.passed


def scores(
    cells: Sequence[Cell], rules: Sequence[QualityRule], feeds: Mapping[str, str]
) -> list[Score]:
    """Return the scores of one table, for each feed that has rows a rule asks about.

    ``rules`` are those the cells were counted with, in that order; ``feeds`` names the feed of
    each batch. A rule of continuity counts the months of providers instead of rows.
    """
    by_feed: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_feed[feeds.get(cell.batch_id, cell.batch_id)].append(cell)
    return [
        score
        for feed in sorted(by_feed)
        for i, rule in enumerate(rules)
        if feed not in rule.not_of_feeds
        and (score := _score(feed, rule, _counted(by_feed[feed], i))) is not None
    ]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many passed of one provider and month."""

    provider: str | None
    month: date | None
    passed: int
    asked: int


def _counted(cells: Iterable[Cell], i: int) -> list[Counted]:
    # Batches of one feed may each hold a part of a month.
    sums: dict[tuple[str | None, date | None], list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        passed, asked = cell.counts[i]
        if asked:
            total = sums[cell.provider, cell.month]
            total[0] += passed
            total[1] += asked
    return [Counted(*key, *total) for key, total in sums.items()]


def _sent(counted: Iterable[Counted], rule: Continuity) -> tuple[Sent, ...]:
    rows = {(c.provider, c.month): c.asked for c in counted if c.provider and c.month}
    judged = judged_months(rows, rule)
    keys = sorted({*rows, *judged})
    return tuple(Sent(*key, rows.get(key, 0), judged.get(key)) for key in keys)


def _score(feed: str, rule: QualityRule, counted: Sequence[Counted]) -> Score | None:
    sent = _sent(counted, rule.continuity) if rule.continuity else ()
    if rule.continuity:
        judged = [(s, s.enough) for s in sent if s.enough is not None]
        counted = [Counted(s.provider, s.month, int(good), 1) for s, good in judged]
    asked = sum(c.asked for c in counted)
    if not asked:
        return None
    passed = sum(c.passed for c in counted)
    months, found = _months(counted), verdict(rule, Fraction(passed, asked))
    if found is Verdict.PASS and _is_missing_now(sent):
        # Among years of months that came, one that did not is a small share, and the one to mend.
        found = Verdict.WARN
    return Score(
        feed,
        rule,
        passed,
        asked,
        found,
        months,
        _worst(counted),
        _since(months, rule),
        sent,
    )


def _is_missing_now(sent: Sequence[Sent]) -> bool:
    """Return whether a provider fell short in the last month of which anybody sent rows."""
    last = max((s.month for s in sent), default=None)
    return any(s.month == last and s.enough is False for s in sent)


def verdict(rule: QualityRule, share: Fraction) -> Verdict:
    """Return what a share means by the limits of its rule."""
    if rule.refuse_below is not None and share < rule.refuse_below:
        return Verdict.REFUSE
    return Verdict.WARN if share < rule.warn_below else Verdict.PASS


def _months(counted: Iterable[Counted]) -> tuple[Month, ...]:
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for c in counted:
        if c.month is not None:
            sums[c.month][0] += c.passed
            sums[c.month][1] += c.asked
    return tuple(Month(month, *sums[month]) for month in sorted(sums))


def _worst(counted: Iterable[Counted]) -> tuple[Offender, ...]:
    by_provider: dict[str | None, list[Counted]] = defaultdict(list)
    for c in counted:
        by_provider[c.provider].append(c)
    found = []
    for provider, theirs in by_provider.items():
        failing = [c.month for c in theirs if c.passed < c.asked and c.month is not None]
        failed = sum(c.asked - c.passed for c in theirs)
        asked = sum(c.asked for c in theirs)
        first, last = min(failing, default=None), max(failing, default=None)
        found.append(Offender(provider, failed, asked, first, last))
    found.sort(key=lambda o: (-o.failed, o.provider or ""))
    return tuple(offender for offender in found[:MOST_OFFENDERS] if offender.failed)


def _since(months: Sequence[Month], rule: QualityRule) -> date | None:
    since = None
    for month in reversed(months):
        if Fraction(month.passed, month.asked) >= rule.warn_below:
            break
        since = month.month
    return since


def overall(scores: Iterable[Score], dimension: Dimension | None = None) -> Fraction | None:
    """Return a score from 0 to 100: the shares of the rules, weighed; ``None`` without any."""
    counted = [s for s in scores if dimension in {None, s.rule.kind}]
    weight = sum(s.rule.weight for s in counted)
    weighed = sum((s.share * s.rule.weight for s in counted), Fraction(0))
    return weighed / weight * 100 if weight else None
