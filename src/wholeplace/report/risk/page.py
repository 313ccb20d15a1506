"""The model card as one page, and as lines for a terminal."""

from __future__ import annotations

from wholeplace.privacy import MARK
from wholeplace.report.page import template
from wholeplace.report.risk.data import RiskData
from wholeplace.report.risk.drawing import calibration_picture
from wholeplace.report.risk.tables import (
    curve_table,
    features_table,
    groups_table,
    models_table,
    tops_table,
)
from wholeplace.report.risk.words import (
    LIMITS,
    WARNING,
    area_said,
    asked_said,
    made_said,
    top_said,
    warnings_said,
)


def risk_page(data: RiskData, schema_hash: str) -> str:
    """Return the card as one HTML document; the same models and records give the same text."""
    found = data.evaluation
    return template("risk.html.j2").render(
        data=data,
        about=asked_said(data),
        made=made_said(data),
        tops_said=[top_said(data, one) for one in found.models],
        warnings=warnings_said(data),
        models=models_table(data),
        tops=tops_table(data),
        picture=calibration_picture(data),
        curves=[curve_table(data, one) for one in found.models],
        groups=[groups_table(data, one) for one in found.models],
        features=features_table(data),
        limits=LIMITS,
        warning=WARNING,
        schema_hash=schema_hash,
        mark=MARK,
    )


def risk_lines(data: RiskData) -> list[str]:
    """Return the card as lines: what was foreseen, how well, and what to know first."""
    found = data.evaluation
    rows = {one.model: one.area for one in found.models}
    rows |= {name: area for name, (area, _) in found.competitors.items()}
    width = max(map(len, rows))
    return [
        asked_said(data),
        made_said(data),
        "",
        "AUROC (95% limits):",
        *(f"  {name:<{width}}  {area_said(area)}" for name, area in rows.items()),
        "",
        *(top_said(data, one) for one in found.models),
        "",
        *(f"- {line}" for line in (*warnings_said(data), WARNING)),
    ]
