"""A model card for other programs, with small numbers taken out."""

from __future__ import annotations

from dataclasses import asdict

from wholeplace.population.risk import FEATURES, HORIZON, Area, ModelEvaluation, Top
from wholeplace.privacy import MARK
from wholeplace.report.risk.data import RiskData
from wholeplace.report.risk.words import LIMITS, WARNING, warnings_said

_DIGITS = 6


def risk_to_dict(data: RiskData) -> dict[str, object]:
    """Return the card; a number that may not be shown is ``*``."""
    found = data.evaluation
    return {
        "outcome": data.outcome.name,
        "about": data.outcome.about,
        "horizon_days": HORIZON,
        "records": [data.known_from.isoformat(), data.known_until.isoformat()],
        "fitted_on": data.fitted_on.isoformat(),
        "tried_on": data.tried_on.isoformat(),
        "look_back_days": data.look_back,
        "saved_in": data.saved_in,
        "people": data.small.shown(found.people),
        "with_any": data.small.shown(found.with_any),
        "events": data.small.shown(found.events),
        "models": {one.model: _model(data, one) for one in found.models},
        "competitors": {
            name: {"auroc": _area(area), "tops": [_top(data, top) for top in tops]}
            for name, (area, tops) in found.competitors.items()
        },
        "drift": {name: round(index, _DIGITS) for name, index in found.drift.items()},
        "without_deprivation": data.small.shown(data.unknown_deprivation),
        "empty_features": list(data.empty),
        "recalibrated": list(data.recalibrated),
        "features": [asdict(feature) for feature in FEATURES],
        "warnings": [*warnings_said(data), WARNING],
        "limits": list(LIMITS),
    }


def _area(area: Area | None) -> object:
    return MARK if area is None else {k: round(v, _DIGITS) for k, v in asdict(area).items()}


def _model(data: RiskData, one: ModelEvaluation) -> dict[str, object]:
    line = one.calibration
    return {
        "auroc": _area(one.area),
        "auprc": round(one.precision_area, _DIGITS),
        "brier": round(one.brier, _DIGITS),
        "calibration": {
            "slope": round(line.slope, _DIGITS),
            "intercept": round(line.intercept, _DIGITS),
            "observed_over_expected": round(line.observed / line.expected, _DIGITS),
        },
        "curve": _curve(data, one),
        "tops": [_top(data, top) for top in one.tops],
        "groups": _groups(data, one),
        "drift": round(one.drift, _DIGITS),
    }


def _curve(data: RiskData, one: ModelEvaluation) -> list[dict[str, object]]:
    hidden = data.hidden_bins(one.curve)
    return [
        {
            "people": part.people,
            "foretold": round(part.foretold, _DIGITS),
            "observed": MARK if i in hidden else part.observed,
        }
        for i, part in enumerate(one.curve)
    ]


def _top(data: RiskData, top: Top) -> dict[str, object]:
    if not data.may_show(top):
        return {
            "people": top.people,
            "ppv": MARK,
            "sensitivity": MARK,
            "lift": MARK,
            "of_events": MARK,
        }
    told = {
        "ppv": top.ppv,
        "sensitivity": top.sensitivity,
        "lift": top.lift,
        "of_events": top.of_events,
    }
    return {"people": top.people} | {name: round(value, _DIGITS) for name, value in told.items()}


def _groups(data: RiskData, one: ModelEvaluation) -> list[dict[str, object]]:
    hidden = data.hidden_groups(one.groups)
    told: list[dict[str, object]] = []
    for group in one.groups:
        row: dict[str, object] = {
            "by": group.kind,
            "name": group.name,
            "people": data.small.shown(group.people),
        }
        if (group.kind, group.name) in hidden:
            told.append(row | {"with_any": MARK, "observed_over_expected": MARK, "auroc": MARK})
            continue
        ratio = round(group.with_any / group.foretold, _DIGITS) if group.foretold else None
        told.append(
            row
            | {
                "with_any": data.small.shown(group.with_any),
                "observed_over_expected": ratio,
                "auroc": _area(group.area) if group.area else None,
            }
        )
    return told
