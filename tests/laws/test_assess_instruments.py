"""Laws of instruments: scores are the sum of answers, every score has one band."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholeplace.app.instrument_documents import read_instruments
from wholeplace.place import Form, Instrument, Question
from wholeplace.store.workspace import Workspace

SHIPPED = read_instruments(Workspace(Path("nowhere")))
FORMS = {id_: form for id_ in SHIPPED.ids() if (form := SHIPPED.newest(id_)) is not None}
SCORED = {id_: form for id_, form in FORMS.items() if form.instrument.score is not None}


def _answer(question: Question) -> st.SearchStrategy[str]:
    match question.kind:
        case "choice" | "yes_no":
            return st.sampled_from([value for value, _ in question.choices()])
        case "number":
            low, high = question.low or Fraction(0), question.high or Fraction(1000)
            steps = 10**question.decimals
            whole = st.integers(int(low * steps), int(high * steps))
            return whole.map(lambda n: question.cleaned(f"{n / steps:.{question.decimals}f}"))
        case "date":
            return st.dates().map(lambda day: day.isoformat())
        case _:
            return st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


def _answers(form: Form) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({item.key: _answer(item.question) for item in form.items()})


def _possible(one: Instrument) -> set[Fraction]:
    """Return every score that there can be."""
    assert one.score is not None
    asked = {question.id: question for question in one.questions()}
    found: set[Fraction] | None = None
    for id_ in one.score.of:
        points = _points(asked[id_])
        found = points if found is None else {a + b for a in found for b in points}
    assert found
    return found


def _points(question: Question) -> set[Fraction]:
    if question.kind != "number":
        return {Fraction(one.score or 0) for one in question.options}
    low, high = question.low or Fraction(0), question.high or Fraction(0)
    steps = 10**question.decimals
    return {Fraction(n, steps) for n in range(int(low * steps), int(high * steps) + 1)}


@pytest.mark.parametrize("id_", sorted(SCORED))
@given(data=st.data())
def test_a_score_is_the_sum_of_what_was_answered(id_: str, data: st.DataObject) -> None:
    form = SCORED[id_]
    answers: Mapping[str, str] = data.draw(_answers(form))
    score = form.instrument.score
    assert score is not None
    asked = {item.key: item.question for item in form.items()}
    points = [
        Fraction(answers[key])
        if asked[key].kind == "number"
        else Fraction(next(o.score or 0 for o in asked[key].options if o.value == answers[key]))
        for key in score.of
    ]
    found = form.instrument.scored(answers)
    assert found == sum(points)
    low, high = form.instrument.span()
    assert low <= sum(points) <= high


@pytest.mark.parametrize("id_", sorted(SCORED))
def test_every_possible_score_has_exactly_one_band(id_: str) -> None:
    one = SCORED[id_].instrument
    assert one.score is not None
    bands = one.score.bands
    ends = [following.from_ for following in bands[1:]] + [None]
    for score in _possible(one):
        of = [
            band.name
            for band, end in zip(bands, ends, strict=True)
            if band.from_ <= score and (end is None or score < end)
        ]
        assert of == [one.score.band(score)]
    # Every band is somebody's.
    assert {one.score.band(score) for score in _possible(one)} == {band.name for band in bands}


@pytest.mark.parametrize("id_", sorted(FORMS))
@given(data=st.data())
def test_what_was_kept_is_kept_the_same_again(id_: str, data: st.DataObject) -> None:
    form = FORMS[id_]
    item = data.draw(st.sampled_from(list(form.items())))
    answer = data.draw(_answer(item.question))
    assert item.question.cleaned(answer) == answer


@given(data=st.data())
def test_nothing_that_is_typed_makes_a_question_fail(data: st.DataObject) -> None:
    form = data.draw(st.sampled_from(list(FORMS.values())))
    item = data.draw(st.sampled_from(list(form.items())))
    # What is refused is refused in words, and nothing else is raised.
    with suppress(ValueError):
        kept = item.question.cleaned(data.draw(st.text(max_size=30)))
        assert item.question.cleaned(kept) == kept


# Facts of the papers, by answers.
FACTS = [
    ("cfs", {"grade": "1"}, 1, "not frail"),
    ("cfs", {"grade": "6"}, 6, "moderate frailty"),
    ("zarit", {f"item_{i:02d}": "4" for i in range(1, 23)}, 88, "severe burden"),
    ("zarit", {f"item_{i:02d}": "0" for i in range(1, 23)}, 0, "little or no burden"),
    ("loneliness", dict.fromkeys(("companionship", "left_out", "isolated"), "1"), 3,
     "not lonely by this scale"),
    ("loneliness", dict.fromkeys(("companionship", "left_out", "isolated"), "2"), 6,
     "lonely by this scale"),
    ("pam", {"score": "47"}, 47, "Level 1"),
    ("pam", {"score": "47.1"}, Fraction("47.1"), "Level 2"),
    ("pam", {"score": "72.4"}, Fraction("72.4"), "Level 3"),
    ("pam", {"score": "72.5"}, Fraction("72.5"), "Level 4"),
]  # fmt: skip


@pytest.mark.parametrize(("id_", "answers", "score", "band"), FACTS)
def test_scores_are_those_of_the_papers(
    id_: str, answers: dict[str, str], score: int | Fraction, band: str
) -> None:
    one = FORMS[id_].instrument
    assert one.scored(answers) == score
    assert one.score is not None
    assert one.score.band(Fraction(score)) == band


def test_the_index_of_daily_life_goes_from_none_to_all_in_fives() -> None:
    one = FORMS["barthel"].instrument
    assert _possible(one) == {Fraction(5 * n) for n in range(21)}


def test_no_words_of_a_licensed_form_are_shipped() -> None:
    for item in FORMS["zarit"].items():
        if item.key.startswith("item_"):
            assert item.question.text == f"Item {int(item.key[-2:])}, as on your licensed form"
    assert [item.key for item in FORMS["pam"].items()] == ["score", "level", "licence"]
