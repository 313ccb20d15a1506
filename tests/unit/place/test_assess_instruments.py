"""Instruments as documents: what is read, what an answer may be, what is refused and where."""

from __future__ import annotations

from fractions import Fraction

import pytest

from wholeplace.document import read_document
from wholeplace.kernel import Refused
from wholeplace.place import Instrument, Instruments, Question

TEXT = """\
instrument: pain
version: "1"
name: Pain
source: assumed, an example
users: [matron]
sections:
  - id: now
    title: Now
    questions:
      - id: worst
        text: How bad is it at its worst?
        kind: number
        low: 0
        high: 10
        required: true
      - id: sleep
        text: Does it wake you?
        kind: choice
        options: [{value: never, text: Never, score: 0}, {value: often, text: Often, score: 3}]
      - {id: where, text: Where, kind: lines, known: last}
score:
  how: sum
  of: [worst, sleep]
  bands: [{from: 0, name: little}, {from: 6, name: much}]
"""


def _read(text: str) -> Instrument:
    return read_document(text, "pain-1.yaml", Instrument).value


# What is answered: worst | sleep | score | band
SCORED = [
    ("0", "never", 0, "little"),
    ("5", "never", 5, "little"),
    ("6", "never", 6, "much"),
    ("10", "often", 13, "much"),
]


@pytest.mark.parametrize(("worst", "sleep", "score", "band"), SCORED)
def test_answers_come_to_a_score_with_a_name(worst: str, sleep: str, score: int, band: str) -> None:
    one = _read(TEXT)
    found = one.scored({"worst": worst, "sleep": sleep, "where": "knee"})
    assert found == score
    assert one.score is not None
    assert one.score.band(Fraction(score)) == band


def test_without_all_that_counts_there_is_no_score() -> None:
    assert _read(TEXT).scored({"worst": "5"}) is None


def test_the_highest_alone_may_count() -> None:
    text = TEXT.replace("how: sum", "how: highest")
    assert _read(text).scored({"worst": "2", "sleep": "often"}) == 3
    assert [int(end) for end in _read(text).span()] == [0, 10]


@pytest.mark.parametrize(
    ("was", "now", "line", "says"),
    [
        ('version: "1"', "version: one", 2, "version"),
        ("users: [matron]", "users: [wizard]", 5, "matron"),
        ("users: [matron]", "users: []", 5, "at least 1"),
        ("kind: number", "kind: numbr", 12, "number"),
        ("low: 0", "low: 10", 13, "low is not below high"),
        ("kind: lines", "kind: choice", 20, "has no answers to choose"),
        ("kind: lines", "kind: text, low: 1", 20, "is no number"),
        ("known: last", "known: lst", 20, "unknown source of what is known 'lst'"),
        ("{id: where, text: Where, kind: lines, known: last}",
         "{id: where, text: Where, kind: text, known: problems}", 20, "fills lines"),
        ("{id: where", "{id: worst", 20, "'worst' is there twice"),
        ("value: often", "value: never", 19, "'never' is there twice"),
        ("of: [worst, sleep]", "of: [worst, slep]", 23, "unknown question 'slep'"),
        ("of: [worst, sleep]", "of: [worst, where]", 23, "'where' has no score"),
        ("of: [worst, sleep]", "of: [worst, worst]", 23, "'worst' is there twice"),
        ("how: sum", "how: choice", 23, "a choice is of one question"),
        ("{from: 0, name: little}", "{from: 1, name: little}", 24, "the least score is 0"),
        ("{from: 6, name: much}", "{from: 0, name: much}", 24, "does not follow"),
        ("{from: 6, name: much}", "{from: 14, name: much}", 24, "does not follow"),
        ("how: sum", "how: sum\n  agrees_with: sleep", 25, "has no answer 'little'"),
        ("how: sum", "how: sum\n  licence: key", 23, "unknown question 'key'"),
        ("    title: Now", "    title: Now\n    include: cfs\n    version: '1'", 7, "both"),
        ("    title: Now", "    title: Now\n    required: true", 9, "only an instrument"),
        ("name: Pain", "nmae: Pain", 3, "nmae"),
    ],
)  # fmt: skip
def test_a_wrong_one_is_refused_at_its_line(was: str, now: str, line: int, says: str) -> None:
    _read(TEXT)
    assert was in TEXT
    with pytest.raises(Refused, match=says) as refused:
        _read(TEXT.replace(was, now, 1))
    assert line in {problem.where.line for problem in refused.value.problems}


# A question by kind, what is typed, and what is kept; nothing where it is refused.
NUMBER = {"kind": "number", "low": "0", "high": "100", "decimals": 1}
CHOICE = {"kind": "choice", "options": [{"value": "a", "text": "A"}, {"value": "b", "text": "B"}]}
TYPED = [
    ({"kind": "text"}, "  My garden ", "My garden"),
    ({"kind": "text"}, "x" * 201, None),
    ({"kind": "lines"}, "one\r\ntwo", "one\ntwo"),
    ({"kind": "lines"}, "x" * 5001, None),
    ({"kind": "lines"}, "a\x00", None),
    ({"kind": "yes_no"}, "yes", "yes"),
    ({"kind": "yes_no"}, "Yes", None),
    (CHOICE, "b", "b"),
    (CHOICE, "c", None),
    (NUMBER, "47.0", "47"),
    (NUMBER, "007.5", "7.5"),
    (NUMBER, "100", "100"),
    (NUMBER, "100.1", None),
    (NUMBER, "47.05", None),
    (NUMBER, "-1", None),
    (NUMBER, "1e2", None),
    (NUMBER, "NaN", None),
    (NUMBER, "٣", None),
    ({"kind": "number"}, "9" * 400, None),
    ({"kind": "date"}, "2019-02-28", "2019-02-28"),
    ({"kind": "date"}, "2019-02-30", None),
    ({"kind": "date"}, "20190228", None),
    ({"kind": "date"}, "   ", ""),
]


@pytest.mark.parametrize(("shape", "typed", "kept"), TYPED)
def test_what_may_be_typed(shape: dict[str, object], typed: str, kept: str | None) -> None:
    question = Question.model_validate({"id": "q", "text": "Q", **shape})
    if kept is None:
        with pytest.raises(ValueError, match=r"\."):
            question.cleaned(typed)
    else:
        assert question.cleaned(typed) == kept


def test_the_newest_version_is_offered_and_the_old_one_stays() -> None:
    found = {
        ("pain", version): _read(TEXT.replace('"1"', f'"{version}"'))
        for version in ("2", "10", "9")
    }
    instruments = Instruments(found)
    newest = instruments.newest("pain")
    assert newest is not None
    assert newest.instrument.version == "10"
    assert instruments.form("pain", "2") is not None
    assert instruments.newest("gone") is None
    assert [one.version for one in instruments.offered({"matron"})] == ["10"]
    assert instruments.offered({"gp"}) == []


OUTER = """\
instrument: outer
version: "1"
name: Outer
source: assumed, an example
users: [matron]
sections:
  - {id: pain, title: Pain, include: pain, version: "1"}
"""


def _form(text: str = OUTER) -> Instruments:
    return Instruments({("pain", "1"): _read(TEXT), ("outer", "1"): _read(text)})


def test_an_included_one_is_left_out_or_answered_whole() -> None:
    form = _form().newest("outer")
    assert form is not None
    assert form.left({}) == []
    assert [item.key for _, item, _ in form.left({"pain.sleep": "often"})] == ["pain.worst"]
    scores = form.scores({"pain.sleep": "often", "pain.worst": "5"})
    assert [(one.instrument.instrument, int(one.value), one.band) for one in scores] == [
        ("pain", 8, "much")
    ]


def test_an_included_one_that_is_required_is_asked_for() -> None:
    form = _form(OUTER.replace('"1"}', '"1", required: true}')).newest("outer")
    assert form is not None
    assert [item.key for _, item, _ in form.left({})] == ["pain.worst"]
