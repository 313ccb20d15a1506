"""The tables of a model card."""

from __future__ import annotations

from collections.abc import Iterator

from wholeplace.population.risk import FEATURES, Group, ModelEvaluation, Top
from wholeplace.privacy import MARK
from wholeplace.report.risk.data import RiskData
from wholeplace.report.risk.words import MOVED, area_said
from wholeplace.report.table import Column, Kind, Table, columns


def models_table(data: RiskData) -> Table:
    """Return how each model did, and the scores it must do better than."""
    rows = [
        (
            one.model,
            area_said(one.area),
            f"{one.precision_area:.3f}",
            f"{one.brier:.4f}",
            f"{one.calibration.slope:.2f}",
            f"{one.calibration.intercept:+.2f}",
            f"{one.calibration.observed / one.calibration.expected:.2f}",
            f"{one.drift:.3f}",
        )
        for one in data.evaluation.models
    ]
    others = [
        (name, area_said(area), *[""] * 6)
        for name, (area, _) in data.evaluation.competitors.items()
    ]
    return Table(
        "Models, and single scores beside them",
        columns(
            "Model",
            "AUROC (95% limits)",
            "AUPRC",
            "Brier score",
            "Calibration slope",
            "Intercept",
            "Observed / expected",
            "Drift (PSI)",
        ),
        (*rows, *others),
        note="Best: AUROC and AUPRC 1, Brier score 0, slope 1, intercept 0, observed / expected 1,"
        f" drift 0. An AUPRC of {data.evaluation.with_any / data.evaluation.people:.3f} is that of"
        " a lot.",
    )


def tops_table(data: RiskData) -> Table:
    """Return what lists of several lengths catch, by each model and score."""
    found = data.evaluation
    rows = [_top(data, one.model, top) for one in found.models for top in one.tops]
    for name, (_, tops) in found.competitors.items():
        rows += [_top(data, name, top) for top in tops]
    return Table(
        "What the top of the list catches",
        columns(
            "List by",
            "People",
            "Of the register",
            "Right (PPV)",
            "Of those who had it (sensitivity)",
            "Lift",
            f"Of all {data.outcome.event}",
        ),
        tuple(rows),
        note="Of people with the same score, those whose pseudonyms come first are taken.",
    )


def _top(data: RiskData, name: str, top: Top) -> tuple[str, ...]:
    told = (f"{top.ppv:.1%}", f"{top.sensitivity:.1%}", f"{top.lift:.1f}", f"{top.of_events:.1%}")
    shown = told if data.may_show(top) else (MARK,) * 4
    return (name, f"{top.people:,}", f"{top.people / data.evaluation.people:.2%}", *shown)


def groups_table(data: RiskData, one: ModelEvaluation) -> Table:
    """Return how a model does among groups of people."""
    hidden = data.hidden_groups(one.groups)
    rows = (_group(data, g, is_hidden=(g.kind, g.name) in hidden) for g in one.groups)
    return Table(
        f"Groups of people: {one.model}",
        columns(
            "Group",
            Column("By", Kind.TEXT),
            "People",
            "Had it",
            "Observed / expected",
            "AUROC (95% limits)",
        ),
        tuple(rows),
    )


def _group(data: RiskData, group: Group, *, is_hidden: bool) -> tuple[str, ...]:
    people = data.small.shown(group.people)
    if is_hidden:
        return (group.name, group.kind, people, MARK, MARK, MARK)
    ratio = f"{group.with_any / group.foretold:.2f}" if group.foretold else ""
    area = area_said(group.area) if group.area else ""
    return (group.name, group.kind, people, data.small.shown(group.with_any), ratio, area)


def curve_table(data: RiskData, one: ModelEvaluation) -> Table:
    """Return the calibration curve of a model in numbers."""
    hidden = data.hidden_bins(one.curve)
    rows = (
        (
            f"{i} of {len(one.curve)}",
            f"{part.people:,}",
            f"{part.foretold:.2%}",
            MARK if i - 1 in hidden else f"{part.observed / part.people:.2%}",
        )
        for i, part in enumerate(one.curve, 1)
    )
    return Table(
        f"Foretold and come true, by tenths of people: {one.model}",
        columns("Tenth, lowest first", "People", "Foretold", "Came true"),
        tuple(rows),
    )


def features_table(data: RiskData) -> Table:
    """Return what the models know, and how much each moved between the two years."""
    return Table(
        "What the models know of a person",
        columns(
            Column("Feature", Kind.TEXT),
            Column("What it is", Kind.TEXT),
            Column("Unit", Kind.TEXT),
            "Days back",
            "At most",
            "Drift (PSI)",
        ),
        tuple(_features(data)),
        note=f"A drift above {MOVED} is much. Ethnicity is not among them: it serves to see whether"
        " the models do as well for everybody.",
    )


def _features(data: RiskData) -> Iterator[tuple[str, ...]]:
    for one in FEATURES:
        window = f"{one.window:,}" if one.window else "all"
        drift = "no data" if one.name in data.empty else f"{data.evaluation.drift[one.name]:.3f}"
        yield (one.name, one.about, one.unit, window, f"{one.most:,}", drift)
