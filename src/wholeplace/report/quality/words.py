"""What a score says in words and numbers, with small numbers taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import floor

from wholeplace.privacy import MARK, SmallNumbers
from wholeplace.privacy.identifiers import looks_identifying
from wholeplace.record.quality import Assessment, Offender, Score, Verdict
from wholeplace.report.words import MINUS, fixed

NONE = "\N{EN DASH}"
_NEARLY_ALL = Fraction(999, 1000)
_NOT_MOVED = Fraction(5, 10_000)

SAID = {
    Verdict.REFUSE: "Do not use",
    Verdict.WARN: "Look at",
    Verdict.PASS: "Good",
}


NO_CODE = "a value that is no code (not shown)"
"""What stands in the place of a provider that looks like an identifier of a person."""


@dataclass(frozen=True, slots=True)
class QualityData:
    """What a quality report shows: an assessment, whom to ask of each feed, and the policy.

    ``empty`` names the feeds of which no row is stored, so that no rule can judge them.
    """

    title: str
    assessment: Assessment
    owners: Mapping[str, str]
    small: SmallNumbers
    as_at: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    empty: Sequence[str] = ()

    def named(self, provider: str | None) -> str:
        """Return a provider by code and, where it is known, name."""
        if provider is None:
            return "no provider given"
        name = self.names.get(provider)
        return f"{name} ({provider})" if name else code(provider) or ""


def code(provider: str | None) -> str | None:
    """Return a provider's code, but of a shifted column nothing that may name a person."""
    return NO_CODE if provider and looks_identifying(provider, day_too=True) else provider


def month(day: date | None) -> str:
    """Write a month: ``April 2019``."""
    return NONE if day is None else f"{day:%B %Y}"


def percent(share: Fraction) -> str:
    """Write a share with one decimal, never rounded up to a limit that it does not reach."""
    return fixed(Fraction(floor(share * 1000), 10), 1) + "%"


def failed(data: QualityData, score: Score, of: Offender | None = None) -> str:
    """Write how many failed, of a score or of one provider; a small number is not shown."""
    number = score.failed if of is None else of.failed
    return MARK if is_hidden(data, score, number) else f"{number:,}"


def passed(data: QualityData, score: Score) -> str:
    """Write the share that passed, unless it would tell a small number of failures."""
    if is_hidden(data, score, score.failed):
        return "over 99.9%" if score.share > _NEARLY_ALL else MARK
    return percent(score.share)


def is_hidden(data: QualityData, score: Score, number: int) -> bool:
    """Return whether a number of failures may not be shown; months of providers are nobody."""
    return score.rule.continuity is None and data.small.is_small(number)


def unit(score: Score) -> str:
    """What is counted: rows, or the months of providers."""
    return "provider months" if score.rule.continuity else "rows"


def limit(score: Score) -> str:
    """Write the limit that a score missed, or must reach."""
    refuse = score.rule.refuse_below
    if score.verdict is Verdict.REFUSE and refuse is not None:
        return percent(refuse)
    return percent(score.rule.warn_below)


def change(data: QualityData, score: Score) -> str:
    """Write how a share has moved since the assessment before, in percentage points."""
    moved = data.assessment.change(score)
    if moved is None:
        return "new"
    if abs(moved) < _NOT_MOVED:
        return "as before"
    if is_hidden(data, score, score.failed):
        return "better" if moved > 0 else "worse"
    points = fixed(abs(moved) * 100, 1)
    return f"{'+' if moved > 0 else MINUS}{points} points"


def since(score: Score) -> str:
    """Write since when a score has fallen short."""
    if score.verdict is Verdict.PASS:
        return NONE
    if score.since is None:
        months = [m.month for m in score.months if m.passed < m.asked]
        return f"not in the last month; before that {month(max(months))}" if months else NONE
    if score.months and score.since == score.months[0].month:
        return f"{month(score.since)}, the first month sent"
    return month(score.since)


def where(data: QualityData, score: Score) -> str:
    """Write where most failures are."""
    told = [_where(data, score, offender) for offender in score.worst[:3] if offender.provider]
    return "; ".join(told) or NONE


def _where(data: QualityData, score: Score, offender: Offender) -> str:
    span = month(offender.first)
    if offender.last != offender.first:
        span += f" to {month(offender.last)}"
    return f"{data.named(offender.provider)}: {failed(data, score, offender)} ({span})"


def points(score: Fraction | None) -> str:
    """Write a score from 0 to 100 with one decimal, never rounded up."""
    return NONE if score is None else fixed(Fraction(floor(score * 10), 10), 1)
