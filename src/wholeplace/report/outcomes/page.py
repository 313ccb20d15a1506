"""The scorecard as one HTML page, as files and as charts; nothing is fetched, no script is run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from wholeplace.kernel.figure import to_html
from wholeplace.report.chart_file import as_file
from wholeplace.report.charts import Chart
from wholeplace.report.folder import Folder
from wholeplace.report.grid import Grid
from wholeplace.report.outcomes.board import board_grid
from wholeplace.report.outcomes.data import Scorecard
from wholeplace.report.outcomes.icons import MEANS, Icon, assurance_icon, variation_icon
from wholeplace.report.outcomes.of_gaps import gaps_section
from wholeplace.report.outcomes.of_measure import part_of
from wholeplace.report.outcomes.of_rewards import rewards_section
from wholeplace.report.outcomes.part import Part
from wholeplace.report.outcomes.withhold import withhold
from wholeplace.report.outcomes.words import headlines
from wholeplace.report.page import inline, template
from wholeplace.report.section import Section
from wholeplace.report.table import Column


@dataclass(frozen=True, slots=True)
class Block:
    """A domain of the scorecard: its measures under their statements, as cells of a table."""

    title: str
    columns: tuple[Column, ...]
    groups: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


def sections_of(shown: Scorecard) -> tuple[Section, ...]:
    """Return what is said of all measures together, of a scorecard that went through the gate."""
    found = (rewards_section(shown), gaps_section(shown))
    return tuple(section for section in found if section is not None)


def parts_of(shown: Scorecard) -> tuple[Part, ...]:
    """Return what is said of each measure, of a scorecard that went through the gate."""
    return tuple(part_of(shown, card) for card in shown.cards)


def scorecard_folder(card: Scorecard) -> Folder:
    """Return page, tables and charts; the same scorecard gives the same bytes.

    Small numbers are withheld in all of them. Tables are those that have rows, those of all
    measures together in one file of a kind; charts are those that can be drawn.
    """
    shown = withhold(card)
    sections, parts = sections_of(shown), parts_of(shown)
    tables = _tables(shown, sections, parts)
    return Folder(_page(shown, sections, parts), tables, dict(_charts(parts)))


def _page(shown: Scorecard, sections: Sequence[Section], parts: Sequence[Part]) -> str:
    return template("outcomes.html.j2").render(
        card=shown,
        headlines=headlines(shown),
        blocks=list(blocks(shown)),
        legend=[(_pictured(icon), MEANS[icon.says]) for icon in _legend(shown)],
        sections=[
            {
                "one": section,
                "tables": [(grid.id, grid.table()) for grid in section.grids],
                "trees": [to_html(figure) for figure in section.trees],
            }
            for section in sections
        ],
        parts=[_told(part) for part in parts],
    )


def _told(part: Part) -> dict[str, object]:
    return {
        "one": part,
        "variation_kind": _pictured(variation_icon(part.card.variation_kind)),
        "assurance": _pictured(assurance_icon(part.card.assurance)),
        "views": [
            {
                "one": view,
                "chart": inline(view.draw()) if view.draw else None,
                "tables": [grid.table() for grid in view.grids],
            }
            for view in part.views
        ],
        "trees": [to_html(figure) for figure in part.trees],
    }


def _legend(shown: Scorecard) -> list[Icon]:
    """Return the icons that stand on the page, each once."""
    found = [variation_icon(card.variation_kind) for card in shown.cards]
    found += [assurance_icon(card.assurance) for card in shown.cards]
    return list(dict.fromkeys(found))


def _pictured(icon: Icon) -> Markup:
    return Markup('<span class="sign">{}{}</span>').format(Markup(icon.svg), icon.says)  # noqa: S704 - our own picture; words are escaped


def blocks(shown: Scorecard) -> Iterator[Block]:
    """Yield the scorecard domain by domain, statement by statement, with icons and links."""
    grid = board_grid(shown)
    table = grid.table()
    columns = table.columns[2:]
    rows = zip(grid.rows, table.rows, strict=True)
    for domain, there in groupby(rows, lambda pair: pair[1][0]):
        groups = []
        for says, some in groupby(there, lambda pair: pair[1][1]):
            cells = tuple(_cells(grid, exact, told) for exact, told in some)
            groups.append((says, cells))
        yield Block(domain, columns, tuple(groups))


def _cells(grid: Grid, exact: tuple[object, ...], told: tuple[str, ...]) -> tuple[str, ...]:
    seen = [col.name for col in grid.cols if col.on_page][2:]
    values = dict(zip(seen, told[2:], strict=True))
    names = [col.name for col in grid.cols]
    measure = exact[names.index("measure")]
    if not measure:
        return (values["title"],)
    link = Markup('<a href="#measure-{}">{}</a>').format(measure, values["title"])
    icons = {
        "variation_kind": _pictured(_icon_of(values["variation_kind"])),
        "assurance": _pictured(_icon_of(values["assurance"])),
    }
    return tuple({**values, "title": link, **icons}.values())


def _icon_of(says: str) -> Icon:
    found = variation_icon(says)
    return found if found.says == says else assurance_icon(says)


def _tables(
    shown: Scorecard, sections: Sequence[Section], parts: Sequence[Part]
) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    grids = [board_grid(shown), *(grid for one in sections for grid in one.grids)]
    grids += [grid for part in parts for view in part.views for grid in view.grids]
    for grid in grids:
        found.setdefault(grid.id, []).extend(grid.records())
    return {f"{name}.csv": rows for name, rows in found.items() if rows}


def _charts(parts: Sequence[Part]) -> Iterator[tuple[str, Chart]]:
    for part in parts:
        for view in part.views:
            drawn = view.draw() if view.draw else None
            if drawn and drawn.wide:
                title = f"{part.card.measure.title}: {view.title}"
                yield f"{view.id}-{part.id}", as_file(title, drawn)
