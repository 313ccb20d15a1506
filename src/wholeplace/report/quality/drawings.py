"""Small drawings of a quality report, as SVG that holds numbers and colours alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from html import escape
from statistics import median

from wholeplace.record.quality import Month, Score, Sent, months_between
from wholeplace.report.quality.words import QualityData, month

MOST_MONTHS, MOST_PROVIDERS = 36, 30
GOOD, SHORT, UNJUDGED, EMPTY = "#2b5a86", "#b3431d", "#b9c2cc", "#ffffff"
_CELL, _GAP, _NAMES, _TOP = 17, 2, 190, 34
_BAR, _HIGH = 5, 22
_LONGEST = 26  # letters of a name that fit before the squares


def bars(months: Sequence[Month], warn_below: Fraction) -> str:
    """Return a bar a month, as high as the share that failed; those over the limit stand out."""
    shown = months[-MOST_MONTHS:]
    if not shown:
        return ""
    failing = [1 - Fraction(m.passed, m.asked) for m in shown]
    allowed = 1 - warn_below
    highest = max(*failing, allowed * 2, Fraction(1, 1000))
    drawn = [
        _rect(
            i * (_BAR + 1),
            _HIGH - float(share / highest) * _HIGH,
            _BAR,
            max(float(share / highest) * _HIGH, 0.8),
            SHORT if share > allowed else GOOD,
        )
        for i, share in enumerate(failing)
    ]
    width = len(shown) * (_BAR + 1)
    line = _HIGH - float(allowed / highest) * _HIGH
    rule = f'<path d="M0 {line:.1f}H{width}" stroke="#55606d" stroke-dasharray="2 2"/>'
    return f'<svg width="{width}" height="{_HIGH}" aria-hidden="true">{"".join(drawn)}{rule}</svg>'


def _rect(x: float, y: float, width: float, height: float, colour: str, more: str = "") -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="{colour}"{more}/>'
    )


@dataclass(frozen=True, slots=True)
class Strip:
    """A picture of what every provider sent in every month, and what it says."""

    svg: str
    says: str
    note: str


def strip(data: QualityData, score: Score) -> Strip:
    """Return a row for each provider and a square for each month, of a rule of continuity."""
    months = _months(score.sent)
    providers = _drawn(score.sent, months)
    squares = {(s.provider, s.month): s for s in score.sent}
    lines = [
        _line(data, provider, months, squares, _TOP + i * (_CELL + _GAP))
        for i, provider in enumerate(providers)
    ]
    width = _NAMES + len(months) * (_CELL + _GAP)
    height = _TOP + len(providers) * (_CELL + _GAP)
    svg = (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' font-family="inherit" font-size="12">{_heads(months)}{"".join(lines)}</svg>'
    )
    left = len({s.provider for s in score.sent}) - len(providers)
    note = f"{left} more providers, with fewer months short and fewer rows, are not drawn."
    note = note if left > 0 else ""
    return Strip(svg, _says(data, score), note)


def _says(data: QualityData, score: Score) -> str:
    short = sorted(
        (s for s in score.sent if s.enough is False), key=lambda s: (s.month, s.provider)
    )
    if not short:
        return "Every provider sent about as many rows as usual in every month that can be judged."
    named = ", ".join(f"{data.named(s.provider)} in {month(s.month)}" for s in short[-5:])
    many = f"{len(short)} provider months have" if len(short) > 1 else "One provider month has"
    return f"{many} far fewer rows than usual; the last of them: {named}."


def _drawn(sent: Sequence[Sent], months: Sequence[date]) -> list[str]:
    """Return the providers to draw, the largest first: none that fell short before one that did.

    Who stops sending becomes small by it, and is the one to be seen.
    """
    rows: Counter[str] = Counter()
    short: Counter[str] = Counter()
    for s in sent:
        rows[s.provider] += s.rows
        short[s.provider] += s.enough is False and s.month >= months[0]
    chosen = sorted(rows, key=lambda p: (-short[p], -rows[p], p))[:MOST_PROVIDERS]
    return sorted(chosen, key=lambda p: (-rows[p], p))


def _months(sent: Sequence[Sent]) -> list[date]:
    return months_between(min(s.month for s in sent), max(s.month for s in sent))[-MOST_MONTHS:]


def _heads(months: Sequence[date]) -> str:
    drawn = []
    for i, day in enumerate(months):
        x = _NAMES + i * (_CELL + _GAP)
        initial = f"{day:%b}"[0]
        drawn.append(
            f'<text x="{x + _CELL / 2:.1f}" y="{_TOP - 6}" text-anchor="middle"'
            f' fill="#55606d">{initial}</text>'
        )
        if i == 0 or day.month == 1:
            drawn.append(f'<text x="{x}" y="12" fill="#1d2733">{day.year}</text>')
    return "".join(drawn)


def _line(
    data: QualityData,
    provider: str,
    months: Sequence[date],
    squares: dict[tuple[str, date], Sent],
    y: float,
) -> str:
    theirs = [found.rows for day in months if (found := squares.get((provider, day)))]
    usual = median(theirs) if theirs else 0
    label = data.named(provider)
    if len(label) > _LONGEST:
        label = label[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
    drawn = [f'<text x="0" y="{y + 13:.1f}" fill="#1d2733">{escape(label)}</text>']
    for i, day in enumerate(months):
        x = _NAMES + i * (_CELL + _GAP)
        drawn.append(_square(squares.get((provider, day)), usual, x, y))
    return "".join(drawn)


def _square(sent: Sent | None, usual: float, x: float, y: float) -> str:
    if sent is None:
        return _rect(x, y, _CELL, _CELL, EMPTY, ' stroke="#d8dde3"')
    if sent.enough is False:
        cross = f"M{x + 5} {y + 5}l7 7m0 -7l-7 7"
        return _rect(x, y, _CELL, _CELL, SHORT) + f'<path d="{cross}" stroke="#fff"/>'
    if sent.enough is None:
        return _rect(x, y, _CELL, _CELL, UNJUDGED)
    depth = min(max(sent.rows / usual if usual else 1.0, 0.4), 1.0)
    return _rect(x, y, _CELL, _CELL, GOOD, f' fill-opacity="{depth:.2f}"')
