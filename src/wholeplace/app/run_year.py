"""Run a year: records to figures, figures to budget, budget through the contract to a statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TypeAlias

from wholeplace.app.budget.year_money import PersonYears, YearMoney, year_money
from wholeplace.app.documents import PlaceDocuments, read_place
from wholeplace.app.figures import headline_figures, warnings
from wholeplace.app.outcomes.year_reward import YearReward, year_reward
from wholeplace.app.people.opt_out import Gate
from wholeplace.app.population.concentrations import (
    concentration_headlines,
    concentrations,
    curve_rows,
    neighbourhood_rows,
)
from wholeplace.app.progress import Progress, unseen
from wholeplace.app.records import Records, open_records
from wholeplace.app.settle_contract import (
    read_agreement,
    refuse_if_closed,
    settle_figures,
    settled_manifest,
)
from wholeplace.app.year_facts import YearFacts, people_between, year_facts
from wholeplace.budget.adjust import Step, bridge, steps_of
from wholeplace.contract import Contract
from wholeplace.kernel import FinancialYear, Headline, Problem, Refused, Where
from wholeplace.settle import Statement, statement_to_dict
from wholeplace.store.clock import seconds
from wholeplace.store.engine import Engine, engine
from wholeplace.store.files import write_json
from wholeplace.store.ledger import Batch
from wholeplace.store.lock import writing
from wholeplace.store.results import (
    MANIFEST,
    STATEMENT,
    new_results,
    write_figures,
    write_rows,
)
from wholeplace.store.statements import keep_statement
from wholeplace.store.workspace import CONTRACT, PLACE, Workspace

TIMINGS = "timings.json"

Settling: TypeAlias = Callable[[Contract, FinancialYear, Sequence[Headline]], Statement]
"""How the figures of a year become its statement."""


@dataclass(frozen=True, slots=True)
class Done:
    """A run that was kept: its year, its folder and its headline figures."""

    year: FinancialYear
    folder: Path
    headlines: tuple[Headline, ...]
    warnings: tuple[str, ...]
    status: str
    standing: str

    def as_dict(self) -> dict[str, object]:
        """Return the run for ``--json``."""
        figures = {headline.name: headline.figure.shown for headline in self.headlines}
        return {
            "year": str(self.year),
            "results": str(self.folder),
            "statement": self.status,
            "standing": self.standing,
            "figures": figures,
            "warnings": list(self.warnings),
        }


def run_year(
    workspace: Workspace,
    year: FinancialYear | None = None,
    *,
    as_at: date | None = None,
    progress: Progress = unseen,
    settling: Settling | None = None,
) -> Done:
    """Count, budget, measure and settle one year of the agreement and keep the results.

    The earlier results of the year are replaced in one step at the end; a run that is stopped
    leaves them as they were. ``as_at`` counts the records that were known at the end of that day,
    or at that moment (UTC); the documents, and who opted out, are as they now are. ``settling`` is
    how a restatement is made of the figures; the stored statement is then kept beside it.

    Raises ``Refused`` where nothing is loaded, the year is not one of the agreement, a document is
    wrong, or the stored statement may only be restated.
    """
    started = seconds()
    documents, contract = read_place(workspace), read_agreement(workspace.document(CONTRACT))
    year = year or documents.place.first_year
    _check_year(workspace, documents, year)
    if settling is None:
        refuse_if_closed(workspace, year)
    what = f"running {year}"
    with writing(workspace.root, what, waiting=progress), engine() as running:
        progress("linking the records to people")
        opened = open_records(running, workspace, documents, as_at=as_at)
        facts = _counted(running, opened.records, documents, year, progress)
        organisation = opened.tables["organisation"]
        few = concentrations(running, documents, facts.now, organisation)
        tables = {
            "concentration": curve_rows(few),
            "neighbourhoods": neighbourhood_rows(running, facts.now, organisation),
        }
        inputs = {
            "as_at": as_at and as_at.isoformat(),
            "documents": dict(documents.hashes),
            "batches": _batches(opened.batches),
        }
        money = year_money(documents, facts.base, facts.now, facts.people)
        progress("counting the outcomes that are paid for")
        earned = year_reward(running, workspace, documents, opened, year, money.budget)
        headlines = [
            *headline_figures(documents, facts.now, money),
            *concentration_headlines(few, documents, facts.now),
            *earned.headlines,
        ]
        progress("settling and writing the results")
        statement = (settling or settle_figures)(contract, year, headlines)
        settled = _Settled(headlines, money, earned, tables, statement, settling is not None)
        return _kept(workspace, running, facts, settled, inputs, opened.gate, started)


@dataclass(frozen=True, slots=True)
class _Facts:
    base: YearFacts
    now: YearFacts
    people: PersonYears
    links: Mapping[str, int]
    derived: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Settled:
    headlines: Sequence[Headline]
    money: YearMoney
    earned: YearReward
    tables: Mapping[str, Sequence[Mapping[str, object]]]
    statement: Statement
    is_restated: bool


def _check_year(workspace: Workspace, documents: PlaceDocuments, year: FinancialYear) -> None:
    years = documents.place.years()
    if year not in years:
        where = Where(str(workspace.document(PLACE)), path="first_year")
        what = f"{year} is not a year of the agreement"
        raise Refused([Problem(where, what, f"use {years[0]} to {years[-1]}")])


def _counted(
    running: Engine,
    records: Records,
    documents: PlaceDocuments,
    year: FinancialYear,
    progress: Progress,
) -> _Facts:
    base_year = documents.budget.value.base_year
    progress(f"counting the base year {base_year}")
    base = year_facts(running, records, documents, base_year)
    progress(f"counting {year}")
    now = year_facts(running, records, documents, year)
    people = people_between(running, records, documents, (base, now))
    return _Facts(base, now, people, records.link_counts, records.derived_counts)


def _kept(
    workspace: Workspace,
    running: Engine,
    facts: _Facts,
    settled: _Settled,
    inputs: Mapping[str, object],
    gate: Gate,
    started: float,
) -> Done:
    year, statement = facts.now.year, settled.statement
    headlines, money = settled.headlines, settled.money
    told = [
        *warnings(headlines, facts.now, money, facts.links, gate.policy.small_numbers),
        *gate.warnings(running, facts.now.register),
        *settled.earned.warnings,
        *(warning.what for warning in statement.warnings),
        *_left_out(inputs["as_at"]),
    ]
    manifest: dict[str, object] = {
        "year": str(year),
        "inputs": inputs,
        "versions": {name: version(name) for name in ("wholeplace", "duckdb", "ibis-framework")},
        "links": facts.links,
        "opt_out": gate.as_dict(),
        "derived": facts.derived,
        "warnings": told,
    }
    manifest = settled_manifest(manifest, workspace.document(CONTRACT), statement)
    with new_results(workspace, year) as folder:
        write_figures(folder, headlines, year)
        write_rows(folder, "spend", [*_spend(facts.base), *_spend(facts.now)])
        write_rows(folder, "activity", facts.now.activity)
        write_rows(
            folder,
            "bridge",
            [{"step": s.name, "amount": str(s.amount)} for s in _steps(money)],
        )
        for name, rows in settled.tables.items():
            write_rows(folder, name, rows)
        if gate.is_open("person_level"):
            register = gate.rows(facts.now.register, "person_level").order_by("person_id")
            running.write_parquet(register, folder / "register.parquet")
        if settled.is_restated:
            keep_statement(workspace.results(year), into=folder)
        write_json(folder / STATEMENT, statement_to_dict(statement))
        write_json(folder / MANIFEST, manifest)
        write_json(folder / TIMINGS, {"seconds": round(seconds() - started, 3)})
    return Done(
        year,
        workspace.results(year),
        tuple(headlines),
        tuple(told),
        statement.status.value,
        statement.standing.value,
    )


def _steps(money: YearMoney) -> tuple[Step, ...]:
    return steps_of(bridge(money.adjusted)) if money.adjusted else ()


def _left_out(as_at: object) -> list[str]:
    if not as_at:
        return []
    return [f"counted from what was known at {as_at}: what was loaded since is left out"]


def _spend(facts: YearFacts) -> list[dict[str, object]]:
    return [
        {"year": str(facts.year)} | asdict(cell) | {"amount": str(cell.amount)}
        for cell in facts.spend
    ]


def _batches(batches: tuple[Batch, ...]) -> dict[str, object]:
    return {batch.batch_id: {"feed": batch.source, "files": batch.files} for batch in batches}
