"""A plan on paper: it can be read aloud, and nothing that was typed is read as markup."""

from __future__ import annotations

import subprocess
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care import plans
from tests.care.world import World
from wholeplace.care.actions import plan as actions
from wholeplace.care.plans import SECTIONS
from wholeplace.care.prints import PLAN, Standing, lay_words, print_paper, summary_words

DAY = date(2019, 6, 3)
STANDING = Standing(3, "agreed", is_draft=False, gp="Dr Gita", gp_on="5 June 2019", sha256="a" * 64)
MARKUP = '#set page(fill: red) $x^2$ @ref *b* _i_ \\ `r` [l] <l> // c /* #panic("x") = h - i + n'


def said(typed: str) -> dict[str, Any]:
    """Return what a plan says in which everything was typed by somebody wicked."""
    task = {
        "What": typed, "Who": {"Name": typed, "Role": "a carer"}, "When": "2019-07-01",
        "Suggested strategies": typed, "Confidence": 7,
    }  # fmt: skip
    goal = {"Goal": typed or "x", "By when": "2019-07-01", "Actions and activities": [task]}
    return {
        "Standard": "s", "Version": 3,
        "Person demographics": {"Person full name": "Nora", "Date of birth": "1940-05-01"},
        "GP practice": {"GP practice details": typed}, "About me": {}, "Formulation": {},
        "Professional contacts": [{"Name": typed, "Team": typed}], "Personal contacts": [],
        "Care and support plan": {
            "Strengths": typed,
            "Needs, concerns or problems": [{"Need": typed, "Goals and hopes": [goal]}],
        },
        "Contingency/safety plans": [{"Trigger factors": [typed], "What should happen": typed}],
        "Additional support plans": {}, "Places and wishes": {"Advance statement": typed},
    }  # fmt: skip


@pytest.fixture
def text_of(requires_program: Any, tmp_path: Any) -> Any:
    """Return what a PDF says, in the order in which it is read."""
    program = requires_program("pdftotext")

    def read(pdf: bytes) -> str:
        (tmp_path / "p.pdf").write_bytes(pdf)
        command = [program, str(tmp_path / "p.pdf"), "-"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return read


@pytest.mark.parametrize("words", [lay_words, summary_words], ids=["lay", "summary"])
def test_markup_is_text(words: Any, text_of: Any) -> None:
    made = print_paper(PLAN, words(said(MARKUP), STANDING), DAY)
    assert made.lost == 0
    text = " ".join(text_of(made.pdf).split())
    assert "#set page(fill: red) $x^2$ @ref *b* _i_" in text
    assert b"pdfuaid:part" in made.pdf


@pytest.mark.parametrize("words", [lay_words, summary_words], ids=["lay", "summary"])
def test_other_scripts_and_long_words_are_printed_or_said(words: Any, text_of: Any) -> None:
    typed = f"Łódź ελληνικά Привет {'x' * 900} ગુજરાતી ਪੰਜਾਬੀ 中文 🙂"
    made = print_paper(PLAN, words(said(typed), STANDING), DAY)
    text = text_of(made.pdf)
    assert "Łódź ελληνικά Привет" in " ".join(text.split())
    assert made.lost > 0
    assert f"{made.lost} letters of a script that cannot be printed here" in " ".join(text.split())


def test_a_draft_says_so_and_all_headings_are_there(world: World, text_of: Any) -> None:
    plan = plans.filled(world)
    actions.write_plan(by=world.actor("matron"), id_=plan.pk, seen=1, values={"summary": "Home"})
    frozen = plans.agreed(world, plan, refused="The befriender")
    lay = text_of(print_paper(PLAN, lay_words(plans.said(frozen), STANDING), DAY).pdf)
    for words in (
        "My action plan", "What matters to me", "I want: Go to the garden club again",
        "What I do", "If: The bag leaks at night; or The skin bleeds", "Not agreed to",
        "The befriender", "When we look at it again", "Dr Gita, 5 June 2019",
    ):  # fmt: skip
        assert words in " ".join(lay.split()), words
    full = text_of(print_paper(PLAN, summary_words(plans.said(frozen), STANDING), DAY).pdf)
    for section in SECTIONS:
        assert section in full
    assert "Nothing is recorded." in full
    assert "aaaa" in full
    draft = Standing(1, "being written", is_draft=True)
    assert "Draft: nobody has agreed" in text_of(
        print_paper(PLAN, lay_words(plans.said(frozen), draft), DAY).pdf
    )


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_whatever_was_typed_can_be_printed_and_gives_the_same_bytes(typed: str) -> None:
    first = print_paper(PLAN, lay_words(said(typed), STANDING), DAY)
    assert first.pdf.startswith(b"%PDF")
    again = print_paper(PLAN, lay_words(said(typed), STANDING), DAY)
    assert first == again
