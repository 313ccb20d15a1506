"""Turn the results of a year into a page for a board and a summary for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from wholeplace.app.documents import PlaceDocuments, read_place
from wholeplace.app.explain_figure import read_statement
from wholeplace.app.policies import privacy_policy
from wholeplace.app.settle_contract import read_agreement
from wholeplace.app.years import year_of_results
from wholeplace.budget.adjust import Step
from wholeplace.kernel import FinancialYear, Headline
from wholeplace.report import CurvePoint, LoadCount, ReportData, page, summary_lines, withhold
from wholeplace.store.files import write_text
from wholeplace.store.ledger import Count, read_ledger
from wholeplace.store.results import (
    MANIFEST,
    read_figures,
    read_json,
    read_rows,
    read_rows_if_there,
)
from wholeplace.store.workspace import CONTRACT, Workspace


def make_report(workspace: Workspace, year: FinancialYear | None, output: Path | None) -> Path:
    """Write the page of a year (default: the latest with results) and return where it is."""
    year = year or year_of_results(workspace)
    written = output or workspace.root / "reports" / f"{year.slug}.html"
    write_text(written, page(report_data(workspace, year)))
    return written


def summary(workspace: Workspace, year: FinancialYear | None) -> list[str]:
    """Return the lines that sum a year up."""
    return summary_lines(report_data(workspace, year or year_of_results(workspace)))


def public_headlines(workspace: Workspace, year: FinancialYear | None) -> Sequence[Headline]:
    """Return the figures of a year with small numbers withheld, fit to leave the workspace."""
    return withhold(report_data(workspace, year or year_of_results(workspace))).headlines


def report_data(workspace: Workspace, year: FinancialYear) -> ReportData:
    """Collect what a report of a year shows from its results; nothing is computed again."""
    folder = workspace.results(year)
    headlines = read_figures(folder)
    documents = read_place(workspace)
    manifest = read_json(folder, MANIFEST)
    steps = [
        Step(str(row["step"]), Fraction(str(row["amount"]))) for row in read_rows(folder, "bridge")
    ]
    parties = read_agreement(workspace.document(CONTRACT)).parties
    return ReportData(
        title=documents.place.title,
        about=documents.place.about,
        year=str(year),
        currency=documents.place.currency,
        headlines=headlines,
        names=_names(documents) | _neighbourhoods(folder),
        steps=steps,
        statement=read_statement(workspace, year),
        parties={party.id: party.name for party in parties.values()},
        warnings=[str(warning) for warning in _list(manifest["warnings"])],
        loads=_loads(workspace, manifest),
        manifest=manifest,
        base_year=str(documents.budget.value.base_year),
        who=documents.place.population.people,
        curves=[_point(row) for row in read_rows_if_there(folder, "concentration")],
        small_numbers=privacy_policy(workspace).small_numbers,
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _names(documents: PlaceDocuments) -> dict[str, str]:
    segments = {rule.id: rule.name for rule in documents.segments.rules}
    services = {service.id: service.name for service in documents.place.services}
    measures = {f"outcome.{id_}": m.title for id_, m in documents.outcomes.measures.items()}
    lines = {line.id: line.name for line in documents.budget.value.lines if line.value}
    return lines | segments | services | measures


def _neighbourhoods(folder: Path) -> dict[str, str]:
    rows = read_rows_if_there(folder, "neighbourhoods")
    return {str(row["neighbourhood"]): str(row["name"]) for row in rows}


def _point(row: Mapping[str, object]) -> CurvePoint:
    people, total = (float(str(row[name])) for name in ("people", "total"))
    return CurvePoint(str(row["of"]), str(row["neighbourhood"]), people, total)


def _loads(workspace: Workspace, manifest: Mapping[str, object]) -> list[LoadCount]:
    inputs = manifest["inputs"]
    used = set(inputs["batches"]) if isinstance(inputs, dict) else set()
    return [
        LoadCount(count.file, count.table, count.rows_in, count.stored, _left_out(count))
        for batch in read_ledger(workspace.data)
        if batch.batch_id in used
        # As the run knew them: what was loaded since took nothing from it.
        for count in batch.superseded_only_by(used).counts_as_they_stand()
    ]


def _left_out(count: Count) -> dict[str, int]:
    others = {"refused: a rule is broken": count.refused, "sent again later": count.superseded}
    return {**count.set_aside, **{why: rows for why, rows in others.items() if rows}}
