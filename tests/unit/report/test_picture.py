"""Pictures of marks: plain Vega-Lite that keeps to its grammar, each drawn once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import altair as alt
import pytest
import vl_convert
from jsonschema import ValidationError

from tests.unit.report.budget_example import book
from tests.unit.report.outcomes_example import scorecard
from wholeplace.report.budget import budget_folder
from wholeplace.report.charts import NARROW, WIDE, Chart, Drawing, Layout, once, to_svg
from wholeplace.report.folder import Folder
from wholeplace.report.outcomes import scorecard_folder
from wholeplace.report.picture import Marks


def everything(layout: Layout) -> Drawing:
    """Return a picture with a mark of each kind."""
    marks = Marks()
    marks.rectangles([{"x": 1, "x2": 40, "y": 3, "y2": 9}], "red")
    marks.rules([{"x": 1, "y": 3, "y2": 4}], "red", 1.5)
    marks.lines([{"x": x, "y": 3, "part": "a"} for x in (1, 9)], "red", 1.2, (5, 4))
    marks.points([{"x": 1, "y": 3}], "red", filled=False)
    marks.shapes([{"x": 1, "y": 3}], "red", "diamond")
    marks.say("plain", 1, 2)
    marks.say("clear", 1, 2, align="center", bold=True, clear=True)
    return marks.drawing(layout, 60, padding=12, background="white")


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_marks_keep_to_the_grammar_of_charts(layout: Layout) -> None:
    drawing = everything(layout)
    assert isinstance(drawing, Mapping)
    alt.LayerChart.from_dict({**drawing}, validate=True)
    broken = {**drawing, "layer": [{"mark": {"type": "scribble"}}]}
    with pytest.raises(ValidationError):
        alt.LayerChart.from_dict(broken, validate=True)


def test_what_lies_beneath_clear_words_is_kept_off() -> None:
    svg = to_svg(everything(WIDE))
    assert svg.count(">plain</text>") == 1
    assert svg.count(">clear</text>") == 2
    assert svg.index('stroke="white"') < svg.rindex(">clear</text>")


def test_a_chart_is_drawn_when_it_is_asked_for_and_once() -> None:
    drawn: list[str] = []

    def draw() -> Chart:
        drawn.append("once")
        return Chart("It says so.")

    kept = once(draw)
    assert not drawn
    assert kept() is kept()
    assert drawn == ["once"]


def test_page_and_files_share_one_drawing_of_each_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = vl_convert.vegalite_to_svg
    specs: list[object] = []

    def counted(spec: dict[str, object], **more: Any) -> str:
        specs.append(spec)
        return str(draw(spec, **more))

    monkeypatch.setattr(vl_convert, "vegalite_to_svg", counted)
    card = scorecard(cards=scorecard().cards[:2])
    makes: list[Callable[[], Folder]] = [
        lambda: scorecard_folder(card),
        lambda: budget_folder(book()),
    ]
    for make in makes:
        made = make()
        assert len(specs) == 2 * len(made.charts) > 0
        assert made.page.count('class="wide"') == len(made.charts)
        specs.clear()
