"""Settle a contract: for a year of a workspace, or for every row of a table of figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wholeplace.app.years import year_of_results
from wholeplace.contract import Contract, read_contract
from wholeplace.kernel import (
    Figure,
    FinancialYear,
    Headline,
    Problem,
    Refused,
    Where,
    nearest,
    refuse_if,
)
from wholeplace.settle import (
    Records,
    SettledRow,
    Statement,
    content_hash,
    output_columns,
    row_cells,
    settle,
    settle_records,
    statement_from_dict,
    statement_to_dict,
)
from wholeplace.store.files import read_text, sha256_of_text, write_json, write_text
from wholeplace.store.results import (
    MANIFEST,
    STATEMENT,
    read_figures,
    read_json,
)
from wholeplace.store.shipped import find_folder
from wholeplace.store.sources import column_names
from wholeplace.store.workspace import CONTRACT, Workspace


def read_agreement(path: Path) -> Contract:
    """Read and check a contract document; raises ``Refused`` with every mistake in it."""
    return read_contract(read_text(path), str(path))


def find_agreement(given: str) -> Contract:
    """Read the contract in a folder, or the shipped contract of that name."""
    kind = "places" if given.removeprefix("places/") != given else "contracts"
    return read_agreement(find_folder(given, kind, CONTRACT) / CONTRACT)


def settle_figures(
    contract: Contract,
    year: FinancialYear,
    headlines: Sequence[Headline],
    *,
    final: bool = False,
) -> Statement:
    """Settle a year from headline figures; the contract names each by its id (``Headline.name``).

    Raises ``Refused`` where the contract asks for a figure that no run makes, and where the year
    cannot be made ``final``.
    """
    made = {headline.name: headline.figure for headline in headlines}
    supplied: dict[str, Figure] = {}
    problems = []
    for name, term in contract.terms.figures.items():
        wanted = term.from_ or name
        if wanted in made:
            supplied[name] = replace(made[wanted], label=term.label or made[wanted].label)
        else:
            path = ("figures", name, "from" if term.from_ else "unit")
            what = f"no run makes the figure '{wanted}'"
            problems.append(contract.document.problem(path, what, nearest(wanted, made)))
    refuse_if(problems)
    statement = settle(contract, contract.terms.year.in_year(year.first), supplied, final=final)
    return _without_folders(statement)


def _without_folders(statement: Statement) -> Statement:
    # The same agreement gives the same statement wherever its workspace stands, and a statement
    # does not tell its readers how somebody's folders are called.
    return replace(
        statement,
        problems=tuple(map(_named_only, statement.problems)),
        warnings=tuple(map(_named_only, statement.warnings)),
    )


def _named_only(problem: Problem) -> Problem:
    return problem.at(replace(problem.where, file=Path(problem.where.file).name))


def settle_workspace(
    workspace: Workspace, year: FinancialYear | None, *, final: bool = False
) -> Statement:
    """Settle a year again from its stored figures with the contract as it now stands.

    The new statement takes the place of the stored one, and the manifest tells of the contract it
    came from; no record is counted again. Raises ``Refused`` where the stored one is final or
    restates another: it can only be restated.
    """
    year = year or year_of_results(workspace)
    refuse_if_closed(workspace, year)
    figures = read_figures(workspace.results(year))
    contract = read_agreement(workspace.document(CONTRACT))
    statement = settle_figures(contract, year, figures, final=final)
    write_statement(workspace, year, statement)
    return statement


def write_statement(workspace: Workspace, year: FinancialYear, statement: Statement) -> None:
    """Put a statement in the place of the stored one of its year, and name it in the manifest."""
    folder, path = workspace.results(year), workspace.document(CONTRACT)
    manifest = settled_manifest(read_json(folder, MANIFEST), path, statement)
    write_json(folder / STATEMENT, statement_to_dict(statement))
    write_json(folder / MANIFEST, manifest)


def refuse_if_closed(workspace: Workspace, year: FinancialYear) -> None:
    """Raise ``Refused`` where the stored statement of a year may only be restated."""
    folder = workspace.results(year)
    if not (folder / STATEMENT).is_file():
        return
    statement = statement_from_dict(read_json(folder, STATEMENT))
    if statement.is_final or statement.restates:
        what = f"the statement of {year} is final"
        if statement.restates:
            what = f"the statement of {year} restates an earlier one, and knows what was paid"
        remedy = f"put it right with: wholeplace restate {workspace.root} --year {year}"
        raise Refused([Problem(Where(str(folder / STATEMENT)), what, remedy)])


def settled_manifest(
    manifest: Mapping[str, object], contract: Path, statement: Statement
) -> dict[str, object]:
    """Return a manifest that names the contract a statement came from and the statement's hash."""
    agreement = {"sha256": sha256_of_text(read_text(contract)), "file": contract.name}
    return dict(manifest) | {"contract": agreement, "statement_sha256": content_hash(statement)}


def settle_table(contract: Contract, figures: Path, output: Path | None) -> tuple[SettledRow, ...]:
    """Settle every row of a CSV; with ``output``, write one row of lines for each.

    The output has the columns that identify a row and one column for each line of the contract.
    """
    rows = settle_records(contract, read_records(figures))
    if output is not None:
        out = io.StringIO()
        writer = csv.DictWriter(out, output_columns(contract), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row_cells(row) for row in rows)
        write_text(output, out.getvalue())
    return rows


def read_records(path: Path) -> Records:
    """Read a CSV as text; raises ``Refused`` where it is not a table."""
    text = read_text(path)
    columns = column_names(path)
    reader = csv.reader(io.StringIO(text), strict=True)
    rows = []
    try:
        next(reader)
        for cells in filter(None, reader):  # a blank line, as many files end with, is no row
            _check_width(path, reader.line_num, cells, columns)
            rows.append((reader.line_num, dict(zip(columns, cells, strict=True))))
    except csv.Error as error:
        where = Where(str(path), reader.line_num)
        raise Refused([Problem(where, f"not a CSV table: {error}", "check the quotes")]) from None
    return Records(str(path), columns, tuple(rows))


def _check_width(path: Path, line: int, cells: Sequence[str], columns: Sequence[str]) -> None:
    if len(cells) != len(columns):
        what = f"{len(cells)} cells under {len(columns)} columns"
        raise Refused(
            [Problem(Where(str(path), line), what, "check commas and quotes on the line")]
        )
