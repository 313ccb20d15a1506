"""Scheduled variations: what the parties agreed beforehand to change on a day to come.

An agreed one adds a dated value to each parameter that it sets. A proposed one changes nothing,
unless it is asked for, to see what would come of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import TypeAlias

from wholeplace.contract.deal import VariationStatus
from wholeplace.contract.model import ParameterTerm, Terms, ValueTerm, VariationTerm
from wholeplace.contract.parameters import Parameter, read_parameters
from wholeplace.document import Dated, Document, Timeline
from wholeplace.kernel import Problem, Refused, Where, nearest

Terming: TypeAlias = Document[Terms]
Parameters: TypeAlias = Mapping[str, Parameter | None]


def in_force(terms: Terms, including: Collection[str] = ()) -> tuple[VariationTerm, ...]:
    """Return the agreed variations, and the proposed ones whose titles are named."""
    agreed = VariationStatus.AGREED
    return tuple(v for v in terms.variations if v.status is agreed or v.title in including)


def with_variations(document: Terming, including: Collection[str] = ()) -> Terming:
    """Return the agreement with the variations in force among the dated values they set.

    A variation named in ``including`` becomes an agreed one.
    """
    terms = document.value
    applied = in_force(terms, including)
    parameters = {
        name: term.model_copy(update={"values": _merged(name, term, applied)})
        for name, term in terms.parameters.items()
    }
    variations = tuple(
        v.model_copy(update={"status": VariationStatus.AGREED}) if v in applied else v
        for v in terms.variations
    )
    changes = {"parameters": parameters, "variations": variations}
    return Document(terms.model_copy(update=changes), document.source)


def _merged(
    name: str, term: ParameterTerm, applied: Collection[VariationTerm]
) -> Timeline[ValueTerm]:
    set_here = [_dated(v, name) for v in applied if name in v.sets]
    entries = sorted((*term.values.root, *set_here), key=lambda entry: entry.from_)
    return Timeline[ValueTerm].model_construct(root=tuple(entries))


def _dated(variation: VariationTerm, name: str) -> Dated[ValueTerm]:
    return Dated[ValueTerm].model_construct(
        from_=variation.from_, value=variation.sets[name], source=variation.source
    )


def variation_of(terms: Terms, name: str, day: date) -> VariationTerm | None:
    """Return the agreed variation by which a parameter has the value dated on a day, if any.

    No other value of the parameter has that date, or the agreement would have been refused.
    """
    return next((v for v in in_force(terms) if v.from_ == day and name in v.sets), None)


def check_variations(
    document: Terming, parameters: Parameters, including: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the variations, given the parameters without them.

    Raises ``Refused`` where a title to include is not one of them.
    """
    terms = document.value
    titles = [variation.title for variation in terms.variations]
    for title in including:
        if title not in titles:
            where, what = document.where("variations"), f"there is no variation '{title}'"
            raise Refused([Problem(where, what, nearest(title, titles))])
    yield from _order(document)
    for i, variation in enumerate(terms.variations):
        path = ("variations", i)
        if variation.title in titles[:i]:
            what = f"'{variation.title}' is the title of two variations"
            yield document.problem((*path, "title"), what, "give each a title of its own")
        if not variation.sets:
            remedy = "write sets: {parameter: value}, or remove it"
            yield document.problem((*path, "sets"), "it sets nothing", remedy)
        for name in variation.sets:
            yield from _setting(document, parameters, (i, name), including)


def _order(document: Terming) -> Iterator[Problem]:
    for i, (earlier, later) in enumerate(pairwise(document.value.variations), 1):
        if later.from_ < earlier.from_:
            what = f"{later.from_} comes before {earlier.from_}"
            remedy = "put the variations in order of date"
            yield document.problem(("variations", i, "from"), what, remedy)


def _setting(
    document: Terming, parameters: Parameters, at: tuple[int, str], including: Collection[str]
) -> Iterator[Problem]:
    i, name = at
    terms, path = document.value, ("variations", i, "sets", name)
    if name not in terms.parameters:
        what = f"'{name}' is not a parameter"
        yield document.problem(path, what, nearest(name, terms.parameters))
        return
    yield from _clashes(document, at, including)
    if parameters[name] is not None:  # what is wrong in itself is told where it stands
        yield from _unfit(document, at, document.where(*path))


def _clashes(
    document: Terming, at: tuple[int, str], including: Collection[str]
) -> Iterator[Problem]:
    i, name = at
    terms, day = document.value, document.value.variations[i].from_
    path, own = ("variations", i, "sets", name), terms.parameters[name].values.root
    if day < own[0].from_:
        what = f"'{name}' has no value before {own[0].from_} that could be varied on {day}"
        yield document.problem(path, what, "correct the day, or add the value it had before")
    if day in [entry.from_ for entry in own]:
        what = f"'{name}' has another value from {day}"
        yield document.problem(path, what, "keep one of the two, or correct a day")
    # Of two variations that clash, the later in the document is the one to be told.
    earlier = [v for v in terms.variations[:i] if v in in_force(terms, including)]
    for other in earlier:
        if other.from_ == day and name in other.sets:
            what = f"'{name}' has another value from {day}, by the variation '{other.title}'"
            yield document.problem(path, what, "keep one of the two, or correct a day")


def _unfit(document: Terming, at: tuple[int, str], where: Where) -> Iterator[Problem]:
    i, name = at
    terms = document.value
    term, varied = terms.parameters[name], _dated(terms.variations[i], name)
    # Beside the first value alone: what is now wrong can only be the varied one.
    values = Timeline[ValueTerm].model_construct(root=(term.values.root[0], varied))
    alone = {name: term.model_copy(update={"values": values})}
    tried = Document(terms.model_copy(update={"parameters": alone}), document.source)
    for problem in read_parameters(tried)[1]:
        yield problem.at(where)


def variation_warnings(document: Terming) -> Iterator[Problem]:
    """Yield a warning for every variation within a year, and every value of one that is ended.

    A value ends where the parameter itself has a later one.
    """
    for i, variation in enumerate(document.value.variations):
        if variation.from_ != document.value.year.in_year(variation.from_.year):
            what = f"'{variation.title}' begins within a contract year, and holds from the next one"
            remedy = "date it on the first day of a contract year"
            yield document.problem(("variations", i, "from"), what, remedy)
        for name in variation.sets:
            later = [
                entry.from_
                for entry in document.value.parameters[name].values.root
                if entry.from_ > variation.from_
                and variation_of(document.value, name, entry.from_) is None
            ]
            if later:
                what = f"the value of '{name}' by '{variation.title}' holds only to {later[0]}"
                remedy = "see that the later value was agreed with the variation in mind"
                yield document.problem(("variations", i, "sets", name), what, remedy)
