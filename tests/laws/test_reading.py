"""Laws of reading: whatever is given, it is read or refused with a place, and settled soundly.

The promises themselves stand in ``fuzz/targets.py``, where ``make fuzz`` tries millions of inputs.
"""

from __future__ import annotations

from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz import readers, seeds, targets
from fuzz.mutate import ODD, WORDS, mutated
from tests.docs.test_schemas import complaints
from wholeplace.contract import read_contract
from wholeplace.contract.checks import MOST
from wholeplace.contract.formula.check import MOST_MISTAKES
from wholeplace.document import read_yaml
from wholeplace.document.yaml import MOST_VALUES
from wholeplace.kernel import Refused

CONTRACTS: Final = [text for text in seeds.contracts() if len(text) < 5_000]
CHANCES: Final = st.randoms(use_true_random=False)
TIMES: Final = st.sampled_from([1, 1, 1, 2, 3])


@given(st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_any_bytes_are_read_or_refused_with_a_place(data: bytes | str) -> None:
    raw = data.encode("utf-8", "replace") if isinstance(data, str) else data
    targets.any_document(raw)
    targets.any_contract(raw)
    targets.any_formula(raw)


@given(CHANCES, st.integers(1, 4))
def test_an_agreement_with_anything_changed_is_refused_or_settles_soundly(
    chance: Random, times: int
) -> None:
    targets.any_contract(mutated(seeds.SMALL, chance, times).encode("utf-8", "replace"))


@given(st.sampled_from(CONTRACTS), CHANCES, TIMES)
def test_a_shipped_agreement_with_anything_changed_is_refused_or_settles_soundly(
    text: str, chance: Random, times: int
) -> None:
    targets.any_contract(mutated(text, chance, times).encode("utf-8", "replace"))


@given(st.sampled_from(seeds.formulas()), CHANCES, TIMES)
def test_a_formula_with_anything_changed_is_refused_or_worked_out(
    text: str, chance: Random, times: int
) -> None:
    targets.any_formula(mutated(text, chance, times).encode("utf-8", "replace"))


@given(st.sampled_from(seeds.documents()), CHANCES, TIMES)
def test_a_shipped_document_with_anything_changed_is_read_or_refused(
    text: str, chance: Random, times: int
) -> None:
    changed = mutated(text[:1_500], chance, times).encode("utf-8", "replace")
    for reader in range(len(targets.READERS)):
        targets.any_document(bytes([reader]) + changed)


@given(CHANCES, TIMES)
def test_an_editor_underlines_nothing_that_the_reader_takes(chance: Random, times: int) -> None:
    text = mutated(seeds.SMALL, chance, times)
    try:
        read_contract(text)
    except Refused:
        return
    assert complaints("contract", text) == []


def test_the_targets_take_what_is_shipped() -> None:
    for text in [seeds.SMALL, *CONTRACTS]:
        targets.any_contract(text.encode())
    for formula in seeds.formulas():
        targets.any_formula(formula.encode())


def test_a_promise_that_is_broken_is_told() -> None:
    with pytest.raises(targets.Broken, match="a problem stands on a line"):
        targets.judge_problems(refusal("a: 1\nb: 2\n").problems, "one line")


def refusal(text: str) -> Refused:
    with pytest.raises(Refused) as refused:
        read_contract(text, targets.FILE)
    return refused.value


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_piece_anywhere_breaks_nothing(odd: str) -> None:
    raw = odd.encode("utf-8", "replace")
    for text in (b"", b" ", b"title: ", b"lines: {x: ", b"? "):
        targets.any_contract(text + raw)
        targets.any_document(b"\0" + text + raw)
    targets.any_formula(raw)


# ---------------------------------------------------------------------------------------------
# Limits: what is made to be slow is refused before it is.

HEAD: Final = "title: t\nparties: {a: {role: provider}}\n"


@pytest.mark.parametrize(("text", "said"), [
    ("".join(f"k{i}: 1\n" for i in range(MOST_VALUES)), "more than 20,000 keys and values"),
    ("a: [" + "1," * MOST_VALUES + "]", "more than 20,000 keys and values"),
    ("- " * 100_000, "nested deeper than 40 levels"),
    ("[" * 100_000, "nested deeper than 40 levels"),
    ("a: &a [x]\nb: [*a, *a]\n", "anchors and aliases are not allowed"),
    ("x" * 2_000_001, "longer than 2,000,000 characters"),
])  # fmt: skip
def test_a_document_that_is_too_much_is_refused_at_a_line(text: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_yaml(text, targets.FILE)
    assert said in str(refused.value)
    targets.judge_problems(refused.value.problems, text)


@pytest.mark.parametrize(("section", "one"), [
    ("parties", "p{}: {{role: provider}}"),
    ("figures", "f{}: {{unit: money}}"),
    ("parameters", "p{}: [{{from: 2019-04-01, value: 1, source: s}}]"),
    ("lines", "l{}: 1"),
])  # fmt: skip
def test_an_agreement_with_more_than_any_needs_is_refused(section: str, one: str) -> None:
    def written(number: int) -> str:
        parts = {"title": "t", "parties": "{}", "figures": "{}", "lines": "{}"}
        inside = ", ".join(one.format(i) for i in range(number))
        return "".join(f"{k}: {v}\n" for k, v in (parts | {section: f"{{{inside}}}"}).items())

    said = f"there are more than {MOST[section]:,} {section}"
    assert said in str(refusal(written(MOST[section] + 1)))
    read_contract(written(MOST[section]))


@pytest.mark.parametrize(("section", "one"), [
    ("payments", "{from: a, to: b, amount: x}"),
    ("variations", "{from: 2020-01-01, title: t, sets: {}, source: s}"),
    ("reviews", "{on: 2020-01-01, title: t, source: s}"),
    ("guarantees", "{of: a, by: b, up_to: GBP 1m, source: s}"),
])  # fmt: skip
def test_an_agreement_with_longer_lists_than_any_needs_is_refused(section: str, one: str) -> None:
    text = f"{HEAD}figures: {{}}\nlines: {{}}\n{section}:\n" + f"  - {one}\n" * (MOST[section] + 1)
    assert f"there are more than {MOST[section]} {section}" in str(refusal(text))


def test_there_is_a_limit_for_every_list_and_section_of_an_agreement() -> None:
    shapes = (tuple, dict)
    terms = read_contract(seeds.SMALL).terms
    assert {name for name, value in terms if isinstance(value, shapes)} == set(MOST)


def test_of_a_formula_with_very_many_mistakes_the_first_are_told() -> None:
    formula = " + ".join(f"nosuch{i}" for i in range(60))
    problems = refusal(f"{HEAD}figures: {{}}\nlines: {{x: {formula}}}\n").problems
    assert len(problems) == MOST_MISTAKES
    assert "unknown name 'nosuch0'" in problems[0].what


def test_a_number_too_long_to_be_one_is_refused_where_it_stands() -> None:
    long = "9" * 5000
    text = seeds.SMALL.replace("{up_to: 5%, share: 50%}", f"{{up_to: 5%, share: {long}}}")
    assert "is longer than 60 characters" in str(refusal(text))
    text = seeds.SMALL.replace("value: 1/3", f"value: {long}")
    assert "is not a number, a share or an amount" in str(refusal(text))


@settings(max_examples=40)
@given(st.sampled_from(readers.seeds()), CHANCES)
def test_any_file_is_read_or_refused(seed: bytes, chance: Random) -> None:
    at = chance.randrange(1, len(seed))
    changes = [seed[at : at + 4], b"\0", b"\xff", b'"', b"\r", b"[" * 9, b""]
    readers.any_file(seed[:at] + chance.choice(changes) + seed[at + chance.randrange(3) :])
