"""A page with its tables and charts, made together: each chart is drawn once and stands in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wholeplace.report.charts import Chart


@dataclass(frozen=True, slots=True)
class Folder:
    """What a folder of results holds: a page as HTML, tables by file name, and charts by name.

    Charts stand alone: on white ground, each with its title and what it says in words.
    """

    page: str
    tables: Mapping[str, Sequence[Mapping[str, str]]]
    charts: Mapping[str, Chart]
