"""The questions of an assessment: of what kind an answer is, and what may be written."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from wholeplace.document import Frozen, Number, Wrong, known

Word = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Kind = Literal["text", "lines", "choice", "number", "yes_no", "date"]
HEADINGS = (
    "most_important", "people", "communicate", "wellness", "do_and_do_not", "support",
    "worth_knowing",
)  # fmt: skip
TEXTS = (*(f"about_me.{one}" for one in HEADINGS), "needs", "problems", "people", "carers",
         "encounters")  # fmt: skip
LAST, SCORE = "last", "score."
LONGEST = {"text": 200, "lines": 5000}
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
_YES_NO = {"yes": "Yes", "no": "No"}


def _is_known(value: str) -> str:
    if value.startswith(SCORE) and len(value) > len(SCORE):
        return value
    return known(value, (LAST, *TEXTS), "source of what is known")


class Option(Frozen):
    """An answer to choose, with what it scores."""

    value: Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,40}$")]
    text: str = Field(min_length=1)
    score: int | None = None


class Question(Frozen):
    """A question: of what kind its answer is, and what is known of it beforehand."""

    id: Word
    text: str = Field(min_length=1)
    hint: str = ""
    kind: Kind
    options: tuple[Option, ...] = ()
    low: Number | None = None
    high: Number | None = None
    decimals: int = Field(default=0, ge=0, le=2)
    required: bool = False
    known: Annotated[str, AfterValidator(_is_known)] | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        for problem in (self._options(), self._limits(), self._source()):
            if problem is not None:
                raise problem
        return self

    def _options(self) -> Wrong | None:
        if (self.kind == "choice") != bool(self.options):
            word = "has no answers to choose" if self.kind == "choice" else "is no choice"
            return Wrong(f"'{self.id}' {word}", "write options for a choice, and only for one")
        values = [one.value for one in self.options]
        for i, value in enumerate(values):
            if value in values[:i]:
                return Wrong(
                    f"'{value}' is there twice", "give it another value", ("options", i, "value")
                )
        return None

    def _limits(self) -> Wrong | None:
        if self.kind != "number":
            has = self.low is not None or self.high is not None
            what = f"'{self.id}' is no number"
            return Wrong(what, "leave low and high out", ("low",)) if has else None
        if self.low is not None and self.high is not None and self.low >= self.high:
            return Wrong("low is not below high", "write the lower limit first", ("low",))
        return None

    def _source(self) -> Wrong | None:
        if self.known in TEXTS and self.kind != "lines":
            return Wrong(f"'{self.known}' fills lines", "write kind: lines", ("known",))
        if (self.known or "").startswith(SCORE) and self.kind not in {"number", "choice"}:
            return Wrong("a score fills a number or a choice", "use another kind", ("known",))
        return None

    def choices(self) -> list[tuple[str, str]]:
        """Return the answers to choose from, each with its words; none where it is no choice."""
        if self.kind == "yes_no":
            return list(_YES_NO.items())
        return [(one.value, one.text) for one in self.options]

    def shown(self, answer: str) -> str:
        """Return an answer in words."""
        return dict(self.choices()).get(answer, answer)

    def cleaned(self, text: str) -> str:
        """Return an answer as it is kept, "" for none; raises ``ValueError`` saying what to do."""
        words = text.replace("\r\n", "\n").strip()
        if not words:
            return ""
        if "\x00" in words:
            raise ValueError("Take out the characters that cannot be shown.")
        match self.kind:
            case "choice" | "yes_no":
                if words not in dict(self.choices()):
                    raise ValueError("Choose one of the answers.")
            case "number":
                return self._cleaned_number(words)
            case "date":
                return _cleaned_day(words)
            case _:
                if len(words) > LONGEST[self.kind]:
                    raise ValueError(f"Write at most {LONGEST[self.kind]:,} characters.")
        return words

    def _cleaned_number(self, words: str) -> str:
        if not _NUMBER.fullmatch(words):
            raise ValueError("Write a number.")
        value = Fraction(words)
        if (self.low is not None and value < self.low) or (
            self.high is not None and value > self.high
        ):
            raise ValueError(f"Write a number {self.limits()}.")
        if (value * 10**self.decimals).denominator != 1:
            places = f"at most {self.decimals} decimal" if self.decimals else "no decimals"
            raise ValueError(f"Write a number with {places}.")
        return format(Decimal(words).normalize(), "f")

    def limits(self) -> str:
        """Return in words between what a number must lie, "" where there are no limits."""
        if self.low is not None and self.high is not None:
            return f"from {written(self.low)} to {written(self.high)}"
        if self.low is not None:
            return f"of {written(self.low)} or more"
        return f"up to {written(self.high)}" if self.high is not None else ""

    def points(self, answer: str) -> Fraction:
        """Return what an answer scores: the points of a choice, or the number itself."""
        if self.kind == "number":
            return Fraction(answer)
        return Fraction({one.value: one.score or 0 for one in self.options}[answer])

    def span(self) -> tuple[Fraction, Fraction] | None:
        """Return the least and the most that it can score, or nothing where it scores not."""
        if self.kind == "number" and self.low is not None and self.high is not None:
            return self.low, self.high
        points = [one.score for one in self.options if one.score is not None]
        if points and len(points) == len(self.options):
            return Fraction(min(points)), Fraction(max(points))
        return None


def _cleaned_day(words: str) -> str:
    with suppress(ValueError):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words, re.ASCII):
            return date.fromisoformat(words).isoformat()
    raise ValueError("Write a date, such as 2019-04-01.")


def written(value: Fraction) -> str:
    """Return a number as people write it."""
    return format((Decimal(value.numerator) / Decimal(value.denominator)).normalize(), "f")
