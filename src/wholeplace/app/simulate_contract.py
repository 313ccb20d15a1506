"""Run a scenario through one agreement, or through two drafts of it, before anything is signed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from wholeplace.app.documents import collect
from wholeplace.app.settle_contract import read_agreement
from wholeplace.contract import Contract
from wholeplace.document import Document
from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if
from wholeplace.plan import Comparison, Scenario, Simulation, compare, read_scenario, simulate
from wholeplace.report import exposure_chart, exposure_page, exposure_rows, to_png
from wholeplace.store.clock import random_generator
from wholeplace.store.files import read_text, write_bytes, write_text
from wholeplace.store.shipped import find_holding
from wholeplace.store.workspace import CONTRACT

SCENARIO = "scenario.yaml"


def simulate_contract(contract: str, scenario: str, draws: int, seed: int) -> Simulation:
    """Run so many draws of a scenario through an agreement; the same seed, the same result.

    Both are named by a file, a folder that holds it, or the name of a shipped place or contract.
    Raises ``Refused`` with every mistake in both, or every reason why they do not fit.
    """
    (agreement,), document = _read([contract], scenario)
    return simulate(agreement, document, draws, random_generator(seed))


def compare_contracts(
    first: str, second: str, scenario: str, draws: int, seed: int, by: str | None = None
) -> Comparison:
    """Run the same draws of a scenario through two drafts.

    Raises ``Refused`` as ``simulate_contract`` does, of all three documents together.
    """
    (one, two), document = _read([first, second], scenario)
    return compare(one, two, document, draws, random_generator(seed), by)


def _read(contracts: Sequence[str], scenario: str) -> tuple[list[Contract], Document[Scenario]]:
    problems: list[Problem] = []
    found = [collect(problems, lambda given=given: find_draft(given)) for given in contracts]  # type: ignore[misc]
    document = collect(problems, lambda: find_scenario(scenario))
    refuse_if(problems)
    agreements = [contract for contract in found if contract is not None]
    if document is None:
        raise RuntimeError("a scenario was not read, and no problem said why")
    return agreements, document


def find_draft(given: str) -> Contract:
    """Read an agreement: a file, a folder that holds one, or a shipped place or contract."""
    if Path(given).is_file():
        return read_agreement(Path(given))
    return read_agreement(find_holding(given, CONTRACT) / CONTRACT)


def find_scenario(given: str) -> Document[Scenario]:
    """Read a scenario: a file, a folder that holds one, or that of a shipped place or contract."""
    path = Path(given)
    if not path.is_file():
        path = find_holding(given, SCENARIO) / SCENARIO
    return read_scenario(read_text(path), str(path))


def chosen_parties(contracts: Sequence[Contract], party: str | None) -> tuple[str, ...]:
    """Return the parties to tell of: the one that is named, or all of all agreements.

    Raises ``Refused`` where the one named is no party.
    """
    parties = tuple(dict.fromkeys(p for contract in contracts for p in contract.terms.parties))
    if party is None:
        return parties
    if party not in parties:
        where = contracts[0].document.where("parties")
        raise Refused([Problem(where, f"'{party}' is not a party", nearest(party, parties))])
    return (party,)


def write_chart(
    simulation: Simulation, parties: Sequence[str], path: Path, *, by_year: bool = False
) -> None:
    """Write the chart of a simulation, by the ending of the path: PNG, SVG, or an HTML page.

    The page has the tables too, and fetches nothing. Raises ``Refused`` where nothing could be
    settled, so that there is nothing to draw.
    """
    drawn = exposure_chart(simulation, parties)
    if not drawn.wide:
        raise Refused([Problem(Where(str(path)), drawn.says, "see why nothing is settled")])
    if path.suffix == ".png":
        write_bytes(path, to_png(drawn))
    elif path.suffix == ".svg":
        write_text(path, drawn.wide)
    else:
        write_text(path, exposure_page(simulation, drawn, parties, by_year=by_year))


def write_rows(simulation: Simulation, parties: Sequence[str], path: Path) -> None:
    """Write the exposures as a CSV: one number on each row, with its standard error."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(exposure_rows(simulation, parties))
    write_text(path, out.getvalue())
