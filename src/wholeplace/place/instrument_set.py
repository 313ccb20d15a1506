"""All instruments there are, and the form of one: its own questions and those it includes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from wholeplace.place.instruments import Instrument, Section
from wholeplace.place.questions import Question


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a form: ``key`` is by what its answer is kept."""

    key: str
    question: Question
    of: Instrument


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a form; ``included`` is the instrument that it asks, where it asks one."""

    section: Section
    items: tuple[Item, ...]
    included: Instrument | None

    def left(self, answers: Mapping[str, str]) -> list[Item]:
        """Return what must be answered and is not: all of an instrument that was begun."""
        begun = any(answers.get(item.key) for item in self.items)
        if self.included is not None and not begun and not self.section.required:
            return []
        return [one for one in self.items if one.question.required and not answers.get(one.key)]

    def answered(self, answers: Mapping[str, str]) -> int:
        """Return how many questions have an answer."""
        return sum(bool(answers.get(item.key)) for item in self.items)


@dataclass(frozen=True, slots=True)
class Score:
    """What answers come to: the score of an instrument, what it is called, and its licence."""

    instrument: Instrument
    value: Fraction
    band: str
    licence: str


@dataclass(frozen=True, slots=True)
class Form:
    """An instrument as it is filled in, part by part."""

    instrument: Instrument
    parts: tuple[Part, ...]

    def items(self) -> Iterator[Item]:
        """Yield every question in order."""
        for part in self.parts:
            yield from part.items

    def part(self, section: str) -> Part | None:
        """Return a part by the id of its section."""
        return next((one for one in self.parts if one.section.id == section), None)

    def left(self, answers: Mapping[str, str]) -> list[tuple[Part, Item, str]]:
        """Return what keeps it from being signed, each with what is to be done."""
        missing = [
            (part, item, "This must be answered before it is signed.")
            for part in self.parts
            for item in part.left(answers)
        ]
        return missing + list(self._disagreeing(answers))

    def _disagreeing(self, answers: Mapping[str, str]) -> Iterator[tuple[Part, Item, str]]:
        """Yield answers that do not agree with the score they are given with."""
        places = {item.key: (part, item) for part in self.parts for item in part.items}
        for prefix, one in self._instruments():
            own = _own(answers, prefix)
            score = one.scored(own)
            word = one.score.agrees_with if one.score else None
            if one.score is None or score is None or word is None or not own.get(word):
                continue
            part, item = places[prefix + word]
            band = one.score.band(score)
            if item.question.shown(own[word]) != band:
                yield part, item, f"The score that is written means {band}."

    def scores(self, answers: Mapping[str, str]) -> list[Score]:
        """Return the scores that answers come to, of the instrument and of those it includes."""
        found = []
        for prefix, one in self._instruments():
            own = _own(answers, prefix)
            value = one.scored(own)
            if one.score is not None and value is not None:
                licence = own.get(one.score.licence or "", "")
                found.append(Score(one, value, one.score.band(value), licence))
        return found

    def _instruments(self) -> Iterator[tuple[str, Instrument]]:
        """Yield the instrument and those it includes, with what the keys of each begin with."""
        yield "", self.instrument
        for part in self.parts:
            if part.included is not None:
                yield f"{part.section.id}.", part.included


def _own(answers: Mapping[str, str], prefix: str) -> dict[str, str]:
    """Return the answers to one instrument, by its own questions."""
    return {
        key.removeprefix(prefix): answer
        for key, answer in answers.items()
        if key.startswith(prefix) and "." not in key.removeprefix(prefix)
    }


class Instruments:
    """All instruments there are, by id and version."""

    def __init__(self, found: Mapping[tuple[str, str], Instrument]) -> None:
        """Keep them, each with its form."""
        self._all = dict(found)
        self._forms = {key: _form(one, found) for key, one in found.items()}

    def form(self, id_: str, version: str) -> Form | None:
        """Return the form of an instrument in a version, or nothing where there is none."""
        return self._forms.get((id_, version))

    def newest(self, id_: str) -> Form | None:
        """Return the form of the newest version of an instrument."""
        found = [one for one in self._all.values() if one.instrument == id_]
        best = max(found, key=lambda one: steps_of(one.version), default=None)
        return self.form(id_, best.version) if best else None

    def ids(self) -> list[str]:
        """Return the ids of all instruments."""
        return sorted({one.instrument for one in self._all.values()})

    def offered(self, users: Collection[str]) -> list[Instrument]:
        """Return the newest of each instrument that some of these may use, by name."""
        newest = (form.instrument for id_ in self.ids() if (form := self.newest(id_)) is not None)
        return sorted((one for one in newest if set(one.users) & set(users)), key=_first)

    def of_users(self, users: Collection[str]) -> set[str]:
        """Return the ids of instruments that some of these may use in some version."""
        return {one.instrument for one in self._all.values() if set(one.users) & set(users)}

    def first(self) -> set[str]:
        """Return the ids of instruments by which somebody is assessed first."""
        return {one.instrument for one in self._all.values() if one.first_assessment}


def _first(one: Instrument) -> tuple[bool, str]:
    return not one.first_assessment, one.name


def steps_of(version: str) -> tuple[int, ...]:
    """Return a version as numbers to compare: 10 comes after 9."""
    return tuple(int(step) for step in version.split("."))


def _form(one: Instrument, among: Mapping[tuple[str, str], Instrument]) -> Form:
    return Form(one, tuple(_part(one, section, among) for section in one.sections))


def _part(of: Instrument, section: Section, among: Mapping[tuple[str, str], Instrument]) -> Part:
    if section.include is None or section.version is None:
        return Part(section, tuple(Item(one.id, one, of) for one in section.questions), None)
    inner = among[section.include, section.version]
    items = (Item(f"{section.id}.{one.id}", one, inner) for one in inner.questions())
    return Part(section, tuple(items), inner)
