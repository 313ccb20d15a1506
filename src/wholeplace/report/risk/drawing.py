"""The calibration curve as SVG: numbers and colours alone."""

from __future__ import annotations

from dataclasses import dataclass

from wholeplace.population.risk import ModelEvaluation
from wholeplace.report.charts import BLUE, INK, ORANGE, RULE
from wholeplace.report.risk.data import RiskData

_SIZE, _LEFT, _BOTTOM, _TOP = 360, 60, 50, 30
_STEPS = 4
_WIDTH, _HEIGHT = _LEFT + _SIZE + 30, _TOP + _SIZE + _BOTTOM


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, and the same in a sentence."""

    svg: str
    says: str


def calibration_picture(data: RiskData) -> Picture:
    """Return what was foretold against what came true, a mark for each tenth of people."""
    shown = [_shown(data, one) for one in data.evaluation.models]
    most = 1.05 * max((share for marks in shown for place in marks for share in place), default=1.0)
    marks = [
        _mark(_x(x, most), _y(y, most), filled=i == 0)
        for i, places in enumerate(shown)
        for x, y in places
    ]
    svg = (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}"'
        f' font-family="inherit" font-size="12" fill="{INK}">'
        f"{_ground(most)}{''.join(marks)}{_key(data)}</svg>"
    )
    return Picture(svg, " ".join(_says(data, one) for one in data.evaluation.models))


def _shown(data: RiskData, one: ModelEvaluation) -> list[tuple[float, float]]:
    """Return what was foretold and what came true, of the tenths that may be shown."""
    hidden = data.hidden_bins(one.curve)
    shown = (part for i, part in enumerate(one.curve) if i not in hidden)
    return [(part.foretold, part.observed / part.people) for part in shown]


def _says(data: RiskData, one: ModelEvaluation) -> str:
    last = one.curve[-1]
    if len(one.curve) - 1 in data.hidden_bins(one.curve):
        return f"{one.model}: {data.small.why}."
    return (
        f"{one.model}: of the tenth with the highest probability {last.foretold:.1%} were foretold"
        f" to have it, and {last.observed / last.people:.1%} had it."
    )


def _x(share: float, most: float) -> float:
    return _LEFT + share / most * _SIZE


def _y(share: float, most: float) -> float:
    return _TOP + _SIZE - share / most * _SIZE


def _ground(most: float) -> str:
    diagonal = f"M{_LEFT} {_TOP + _SIZE}L{_LEFT + _SIZE} {_TOP}"
    lines = [
        f'<path d="{diagonal}" stroke="{RULE}" stroke-dasharray="5 4" fill="none"/>',
        f'<path d="M{_LEFT} {_TOP}V{_TOP + _SIZE}H{_LEFT + _SIZE}" stroke="{INK}" fill="none"/>',
        f'<text x="{_LEFT}" y="14">Came true</text>',
        f'<text x="{_LEFT + _SIZE}" y="{_HEIGHT - 8}" text-anchor="end">Foretold</text>',
    ]
    for step in range(_STEPS + 1):
        share = most * step / _STEPS
        x, y, label = _x(share, most), _y(share, most), f"{share:.0%}"
        lines += [
            f'<text x="{x:.1f}" y="{_TOP + _SIZE + 18}" text-anchor="middle">{label}</text>',
            f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>',
        ]
    return "".join(lines)


def _mark(x: float, y: float, *, filled: bool) -> str:
    if filled:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{BLUE}"/>'
    corner = f'x="{x - 5:.1f}" y="{y - 5:.1f}" width="10" height="10"'
    return f'<rect {corner} fill="none" stroke="{ORANGE}" stroke-width="2"/>'


def _key(data: RiskData) -> str:
    drawn = []
    for i, one in enumerate(data.evaluation.models):
        y = _TOP + 14 + i * 20
        name = f'<text x="{_LEFT + 30}" y="{y + 4}">{one.model}</text>'
        drawn.append(_mark(_LEFT + 18, y, filled=i == 0) + name)
    return "".join(drawn)
