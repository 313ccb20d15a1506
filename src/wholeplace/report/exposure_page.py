"""A simulation as one HTML page: the chart and the tables; nothing is fetched, no script is run."""

from __future__ import annotations

from collections.abc import Sequence

from wholeplace.plan import Simulation
from wholeplace.report.charts import Chart
from wholeplace.report.exposure_tables import exposure_tables, not_counted, years_said
from wholeplace.report.page import inline, template


def exposure_page(
    simulation: Simulation, drawn: Chart, parties: Sequence[str], *, by_year: bool = False
) -> str:
    """Return the page; ``drawn`` is the chart of the same simulation."""
    return template("simulation.html.j2").render(
        title=simulation.contract.terms.title,
        scenario=simulation.scenario,
        draws=simulation.draws.number,
        years=years_said(simulation),
        chart=inline(drawn),
        tables=exposure_tables(simulation, parties, by_year=by_year),
        not_counted=list(not_counted(simulation)),
    )
