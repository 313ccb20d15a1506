"""Instruments of assessment as data: what is asked, how answers score, what a score is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from wholeplace.document import Cited, Frozen, Number, Wrong, known
from wholeplace.place.questions import Question, Word, written

Version = Annotated[str, Field(pattern=r"^\d{1,3}(\.\d{1,3})?$")]
User = Literal[
    "matron", "coordinator", "gp", "geriatrician", "wellbeing", "social_worker", "triage", "lead"
]
"""Who may use an instrument, by what they do."""


class Section(Frozen):
    """A part of an assessment: questions of its own, or another instrument in a version.

    One that is ``required`` must be answered; else an instrument within it may be left out, but
    not be answered by halves.
    """

    id: Word
    title: str = Field(min_length=1)
    hint: str = ""
    questions: tuple[Question, ...] = ()
    include: Word | None = None
    version: Version | None = None
    required: bool = False

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if bool(self.questions) == (self.include is not None):
            what = f"'{self.id}' has both questions and another instrument, or neither"
            raise Wrong(what, "write questions, or include and version")
        if (self.include is None) != (self.version is None):
            raise Wrong("include and version belong together", "write both", ("include",))
        if self.required and self.include is None:
            what = "only an instrument that is included can be required"
            raise Wrong(what, "write required at its questions", ("required",))
        return self


class ScoreBand(Frozen):
    """What scores from a number on are called, until the next band begins."""

    from_: Number = Field(alias="from")
    name: str = Field(min_length=1, max_length=60)


class Scoring(Frozen):
    """How a score is made of answers: their sum, the highest, or the one choice."""

    how: Literal["sum", "highest", "choice"]
    of: tuple[Word, ...] = Field(min_length=1)
    unit: str = Field(default="", max_length=20)
    bands: tuple[ScoreBand, ...] = ()
    # The question whose answer must be the band's name, and the one that names a licence.
    agrees_with: Word | None = None
    licence: Word | None = None

    def band(self, score: Fraction) -> str:
        """Return what a score is called, "" where there are no bands."""
        return next((one.name for one in reversed(self.bands) if one.from_ <= score), "")


class Instrument(Frozen):
    """An instrument in a version: a signed assessment is shown with the version it was made by."""

    instrument: Word
    version: Version
    name: str = Field(min_length=1)
    about: str = ""
    source: Cited
    users: tuple[User, ...] = Field(min_length=1)
    # Who is asked by it has had their first assessment.
    first_assessment: bool = False
    sections: tuple[Section, ...] = Field(min_length=1)
    score: Scoring | None = None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        self._once("sections", [one.id for one in self.sections], "id")
        for i, section in enumerate(self.sections):
            before = [q.id for one in self.sections[:i] for q in one.questions]
            for k, question in enumerate(section.questions):
                if question.id in [*before, *(q.id for q in section.questions[:k])]:
                    what = f"'{question.id}' is there twice"
                    raise Wrong(what, "give it another id", ("sections", i, "questions", k, "id"))
        if self.score is not None:
            _check_score(self.score, {one.id: one for one in self.questions()})
        return self

    @staticmethod
    def _once(name: str, ids: Sequence[str], field: str) -> None:
        for i, id_ in enumerate(ids):
            if id_ in ids[:i]:
                raise Wrong(f"'{id_}' is there twice", "give it another id", (name, i, field))

    def questions(self) -> Iterator[Question]:
        """Yield its own questions, not those of instruments that it includes."""
        for section in self.sections:
            yield from section.questions

    def scored(self, answers: Mapping[str, str]) -> Fraction | None:
        """Return the score of answers by question; nothing where one that counts is missing."""
        if self.score is None or not all(answers.get(id_) for id_ in self.score.of):
            return None
        asked = {one.id: one for one in self.questions()}
        points = [asked[id_].points(answers[id_]) for id_ in self.score.of]
        return max(points) if self.score.how == "highest" else sum(points, Fraction(0))

    def span(self) -> tuple[Fraction, Fraction]:
        """Return the least and the most score that there can be; raises where there is none."""
        if self.score is None:
            raise ValueError(f"{self.instrument} has no score")
        asked = {one.id: one for one in self.questions()}
        return _span(self.score, asked)


def _span(score: Scoring, asked: Mapping[str, Question]) -> tuple[Fraction, Fraction]:
    spans = [span for id_ in score.of if (span := asked[id_].span()) is not None]
    lows, highs = [low for low, _ in spans], [high for _, high in spans]
    if score.how == "highest":
        return max(lows), max(highs)
    return sum(lows, Fraction(0)), sum(highs, Fraction(0))


def _check_score(score: Scoring, asked: Mapping[str, Question]) -> None:
    for i, id_ in enumerate(score.of):
        path = ("score", "of", i)
        _beneath(path, id_, asked)
        if asked[id_].span() is None:
            what = f"'{id_}' has no score"
            raise Wrong(what, "score every option, or give a number low and high", path)
        if id_ in score.of[:i]:
            raise Wrong(f"'{id_}' is there twice", "count it once", path)
    if score.how == "choice" and len(score.of) != 1:
        raise Wrong("a choice is of one question", "name one, or write sum", ("score", "of"))
    for field in ("agrees_with", "licence"):
        word = getattr(score, field)
        if word is not None:
            _beneath(("score", field), word, asked)
    _check_bands(score, _span(score, asked))
    if score.agrees_with is not None:
        words = [text for _, text in asked[score.agrees_with].choices()]
        for i, band in enumerate(score.bands):
            if band.name not in words:
                what = f"'{score.agrees_with}' has no answer '{band.name}'"
                raise Wrong(what, "name the bands as its answers", ("score", "bands", i, "name"))


def _beneath(path: Sequence[str | int], word: str, asked: Mapping[str, Question]) -> None:
    try:
        known(word, list(asked), "question")
    except Wrong as wrong:
        raise Wrong(wrong.what, wrong.remedy, path) from None


def _check_bands(score: Scoring, span: tuple[Fraction, Fraction]) -> None:
    """Raise where a score has no band: the first begins at the least, the others follow."""
    if not score.bands:
        return
    low, high = span
    if score.bands[0].from_ != low:
        what = f"the least score is {written(low)}, and the first band begins elsewhere"
        raise Wrong(what, f"write from: {written(low)}", ("score", "bands", 0, "from"))
    for i, (one, following) in enumerate(pairwise(score.bands), 1):
        if following.from_ <= one.from_ or following.from_ > high:
            what = f"{written(following.from_)} does not follow, or nobody scores it"
            raise Wrong(what, "put the bands in order", ("score", "bands", i, "from"))
