"""What is known of the people of a large place: one pass over all of it, and each command.

``python bench/population.py FOLDER`` measures in a workspace that is there already.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from records import Measured, process

from wholeplace.app.documents import read_place
from wholeplace.app.population.cohort_documents import read_cohorts
from wholeplace.app.population.cohort_sources import cohort_sources
from wholeplace.app.population.concentrations import concentrations
from wholeplace.app.records import open_records
from wholeplace.app.year_facts import year_facts
from wholeplace.population import register_on
from wholeplace.population.cohorts import cohort_facts, members_of
from wholeplace.store.engine import engine
from wholeplace.store.workspace import Workspace

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "segments": (),
    "segments compared": ("segments", "--compare"),
    "cohorts": (),
    "inequality": (),
    "risk": (),
    "candidates": (),
    "budget": (),
}
"""The commands by what they are called here; the candidates are those of the risk before them."""
LIMITS = {"step": (60.0, 4.0), "risk": (90.0, 4.0), "budget": (30.0, 4.0)}
"""Seconds and GiB for the whole population in one pass, the model of risk, and the full budget."""
_CALL = (
    "from wholeplace.cli import main; from contextlib import redirect_stdout, redirect_stderr;"
    "import io; said = redirect_stdout(io.StringIO()); told = redirect_stderr(io.StringIO());"
    "said.__enter__(); told.__enter__(); main({args!r}, standalone_mode=False);"
    "told.__exit__(None, None, None); said.__exit__(None, None, None)"
)
_STEP = "import sys; sys.path.insert(0, {here!r}); from population import step; step({root!r})"


def step(root: str) -> None:
    """Work out the register, scores, segments, concentration and cohorts of the first year."""
    workspace = Workspace(Path(root))
    documents = read_place(workspace)
    year = documents.place.first_year
    with engine() as running:
        opened = open_records(running, workspace, documents)
        facts = year_facts(running, opened.records, documents, year)
        concentrations(running, documents, facts, opened.tables["organisation"])
        read, day = read_cohorts(workspace, (), year.start), year.start
        register = running.keep("register", register_on(opened.records.spells, day))
        sources = cohort_sources(running, workspace, documents, opened, read, register, day)
        found = running.keep("facts of cohorts", cohort_facts(sources, read.cohorts, day))
        running.count(members_of(found, read.cohorts, day))


def taken(root: Path) -> Iterator[tuple[str, Measured]]:
    """Yield what the whole step took in a workspace, and then each command."""
    here = str(Path(__file__).parent)
    yield "step", process(_STEP.format(here=here, root=str(root)))
    for name, words in COMMANDS.items():
        command, *options = words or (name,)
        yield name, process(_CALL.format(args=[command, str(root), *options]))


def population(root: Path) -> Iterator[tuple[str, float, str, float, str]]:
    """Yield what was measured, in what, against what: the limit, or else the whole step."""
    found = dict(taken(root))
    for name, took in found.items():
        what = "the whole population in one pass" if name == "step" else name
        if name in LIMITS:
            seconds, most = LIMITS[name]
            yield what, took.seconds, "the limit", seconds, "s"
            yield "its peak memory", took.peak, "the limit", most, "GiB"
        else:
            yield what, took.seconds, "the whole step", found["step"].seconds, "s"


def main() -> None:
    """Measure a workspace that is named."""
    for name, took in taken(Path(sys.argv[1])):
        print(f"{name}: {took.seconds:.1f} s, {took.processor:.1f} s of CPU, {took.peak:.2f} GiB")


if __name__ == "__main__":
    main()
