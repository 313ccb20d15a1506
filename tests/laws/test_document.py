"""Laws of documents: any text is read or refused, and what is written is read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wholeplace.document import Dated, Frozen, Number, Share, Timeline, read_document, read_yaml
from wholeplace.kernel import Problem, Refused

# Letters, and what means something in YAML.
yamlish = st.text(st.sampled_from("ab10 \n\t-:,?[]{}#&*!|>'\"%@`~.\\<=é\ufeff\x00"), max_size=60)
words = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
values = st.recursive(
    st.one_of(words, st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=12,
)


def problems_of(reading: Callable[[], object]) -> tuple[Problem, ...]:
    """Return why a text is refused: nothing where it is read, and never another error."""
    try:
        reading()
    except Refused as refused:
        return refused.problems
    return ()


class Terms(Frozen):
    """A document of every shape there is."""

    share: Share
    rates: Timeline[Number]
    names: dict[str, str]
    pair: tuple[int, str] | None = None
    nested: tuple[dict[str, Share], ...] = ()


class Rates(Frozen):
    """A document of one timeline."""

    rates: Timeline[Number]


@given(text=st.one_of(st.text(max_size=80), yamlish))
def test_any_text_is_read_or_refused(text: str) -> None:
    for problem in problems_of(lambda: read_yaml(text, "x.yaml")):
        assert str(problem).startswith("x.yaml")


FIELDS = ("share", "rates", "names", "pair", "nested", "shar", "from")


@given(document=st.dictionaries(st.one_of(st.sampled_from(FIELDS), words), values, max_size=6))
def test_a_document_of_any_shape_is_a_model_or_refused(document: dict[str, object]) -> None:
    text = written(document)
    for problem in problems_of(lambda: read_document(text, "x.yaml", Terms)):
        assert 1 <= (problem.where.line or 0) <= text.count("\n") + 1
        assert problem.what
        assert problem.remedy


def written(value: object) -> str:
    """Return YAML in flow style, a key a line, every text in quotes."""
    if isinstance(value, dict):
        return "{" + ",\n".join(f"{written(k)}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n".join(map(written, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return {None: "null", True: "true", False: "false"}[value]  # type: ignore[index]


@given(value=values)
def test_what_is_written_is_read_back(value: object) -> None:
    assert read_yaml(written(value), "x.yaml").value == value


@given(value=values)
def test_everything_written_has_a_place_of_its_own(value: object) -> None:
    source = read_yaml(written(value), "x.yaml")
    places = [place for path, place in source.positions.items() if path]
    assert len(set(places)) == len(places) == count(value)


def count(value: object) -> int:
    """Return how many items and keys there are in a value."""
    inner = list(value.values()) if isinstance(value, dict) else value
    return len(inner) + sum(map(count, inner)) if isinstance(inner, list) else 0


days = st.lists(st.dates(date(1900, 1, 1), date(2200, 1, 1)), min_size=1, max_size=6)


@given(days=days, numbers=st.lists(st.decimals(-1000, 1000, places=3), min_size=6, max_size=6))
def test_a_timeline_gives_the_last_value_that_has_begun(
    days: list[date], numbers: list[Fraction]
) -> None:
    begun = dict(zip(sorted(set(days)), numbers, strict=False))
    text = "rates:\n" + "".join(
        f"  - {{from: {day}, value: '{number:f}', source: s}}\n" for day, number in begun.items()
    )
    timeline = read_document(text, "x.yaml", Rates).value.rates
    for day in [*days, *(day - timedelta(days=1) for day in days)]:
        expected = [number for first, number in begun.items() if first <= day]
        entry = timeline.on(day)
        assert (entry and entry.value) == (Fraction(expected[-1]) if expected else None)


@given(days=days)
def test_only_days_in_order_make_a_timeline(days: list[date]) -> None:
    text = "rates:\n" + "".join(f"  - {{from: {d}, value: 1, source: s}}\n" for d in days)
    found: list[Dated[Fraction]] = []
    refused = problems_of(lambda: found.extend(read_document(text, "x", Rates).value.rates.root))
    assert (not refused) == all(one < two for one, two in pairwise(days))
    assert [entry.from_ for entry in found] == ([] if refused else days)
