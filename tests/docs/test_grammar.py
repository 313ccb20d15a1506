"""The grammar of the reference lets through what the reader takes, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.docs.ebnf import Grammar
from tools.write_reference import MADE, grammar, grouped, levels
from wholeplace.contract.formula import WORDS, Literal, Mistake, Name, Node, read_formula
from wholeplace.contract.formula.tokens import INSTEAD
from wholeplace.contract.formula.tree import COMPARISONS, POWER

FORMULAS, PIECES = grammar().removeprefix("```text\n").partition("```")[0].split("\n\n")
# Named on the page and refused all the same.
REFUSED_IN_WORDS = ("stand in one chain", "has no name but stands after")
WHOLE = Grammar(
    FORMULAS,
    {
        "number": {"1", "2"}.__contains__,
        "share": {"5%"}.__contains__,
        "money": {"£3"}.__contains__,
        "truth": {"yes"}.__contains__,
        "word": {'"w"'}.__contains__,
        "name": {"a", "b"}.__contains__,
    },
)
LETTERS = Grammar(
    PIECES,
    {
        "digit": str.isdigit,
        "letter": lambda sign: sign.isascii() and sign.isalpha(),
        "capital": lambda sign: sign.isascii() and sign.isupper(),
        "space": str.isspace,
    },
)
OF_FORMULAS = ["a", "1", "-", "+", "=", "and", "not", "if", "then", "else", "(", ")", "[", "]", ","]
OF_PIECES = ["1", "_", ".", "%", "£", "GBP", " ", "m", "bn", "a", "no", '"', "'"]


def reads(text: str) -> Node | None:
    """Return the tree of a text, or nothing where the reader refuses it."""
    try:
        return read_formula(text)
    except Mistake as mistake:
        if any(words in mistake.what for words in REFUSED_IN_WORDS):
            raise
        return None


def agree(pieces: Sequence[str]) -> bool:
    """Return whether grammar and reader take a formula both, or neither."""
    try:
        is_read = reads(" ".join(pieces)) is not None
    except Mistake:  # refused in words, before the rest was read
        return True
    return WHOLE.allows("formula", pieces) == is_read


def up_to(most: int, pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for length in range(1, most + 1):
        yield from product(pieces, repeat=length)


def test_every_row_of_four_pieces_is_a_formula_by_the_grammar_or_is_refused() -> None:
    assert [row for row in up_to(4, OF_FORMULAS) if not agree(row)] == []


def formulas() -> st.SearchStrategy[list[str]]:
    """Return formulas in pieces, some of every form the grammar has."""
    small = st.sampled_from([["a"], ["1"], ["5%"], ["£3"], ["yes"], ['"w"']])

    def larger(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
        signs = st.sampled_from(list(POWER))
        return st.one_of(
            st.builds(lambda x, sign, y: [*x, sign, *y], inner, signs, inner),
            st.builds(lambda sign, x: [sign, *x], st.sampled_from(["-", "not"]), inner),
            st.builds(lambda x: ["(", *x, ")"], inner),
            st.builds(lambda x, y, z: ["if", *x, "then", *y, "else", *z], inner, inner, inner),
            st.builds(lambda x: ["a", "[", *x, "]"], inner),
            st.builds(lambda x, y: ["b", "(", *x, ",", "a", "=", *y, ")"], inner, inner),
        )

    return st.recursive(small, larger, max_leaves=8)


@given(formulas())
def test_what_is_built_by_the_grammar_is_read(pieces: list[str]) -> None:
    assert WHOLE.allows("formula", pieces)
    assert agree(pieces)


@given(formulas(), st.integers(0, 40), st.integers(0, 40), st.sampled_from(OF_FORMULAS))
def test_a_formula_with_one_piece_changed_is_read_by_both_or_by_neither(
    pieces: list[str], out: int, at: int, put: str
) -> None:
    changed = pieces[: out % len(pieces)] + pieces[out % len(pieces) + 1 :]
    changed.insert(at % (len(changed) + 1), put)
    assert agree(changed)


def test_every_short_text_is_a_piece_by_the_grammar_or_is_none() -> None:
    kinds = ("number", "share", "money", "truth", "word", "name")
    texts = {"".join(row) for row in up_to(4, OF_PIECES)}
    differ = []
    for text in texts:
        if text.strip() != text or text in WORDS - {"yes", "no"}:
            continue
        by_grammar = any(LETTERS.allows(kind, text) for kind in kinds)
        if by_grammar != isinstance(reads(text), Literal | Name):
            differ.append(text)
    assert differ == []


def test_every_word_and_sign_of_the_reader_is_in_the_grammar() -> None:
    assert {text for text in WHOLE.quoted | LETTERS.quoted if text.isalpha()} == WORDS | {
        "k",
        "m",
        "bn",
    }
    assert set(POWER) <= WHOLE.quoted


def level(sign: str) -> int:
    return next(i for i, signs in enumerate(levels()) if sign in signs)


@pytest.mark.parametrize(("first", "second"), list(product(POWER, POWER)))
def test_two_signs_are_read_as_their_rows_say(first: str, second: str) -> None:
    text = f"a {first} b {second} c"
    if {first, second} <= set(COMPARISONS):
        with pytest.raises(Mistake, match="stand in one chain"):
            read_formula(text)
    elif level(second) < level(first):
        assert grouped(read_formula(text)) == f"a {first} (b {second} c)"
    else:
        assert grouped(read_formula(text)) == f"(a {first} b) {second} c"


@pytest.mark.parametrize(("prefix", "shown"), [("-", "-x"), ("not ", "not x")])
@pytest.mark.parametrize("sign", list(POWER))
def test_a_sign_in_front_takes_what_its_row_says(prefix: str, shown: str, sign: str) -> None:
    tree = grouped(read_formula(f"{prefix}a {sign} b"))
    binds_first = level(shown) < level(sign)
    assert tree == (f"({prefix}a) {sign} b" if binds_first else f"{prefix}(a {sign} b)")


def test_every_level_and_refused_sign_has_its_row() -> None:
    binding = MADE["contract-language.md"]["binding"]()
    assert [sign for sign in POWER if f"`{sign}`" not in binding] == []
    for sign, right in INSTEAD.items():
        with pytest.raises(Mistake) as refused:
            read_formula(f"a {sign} b")
        assert refused.value.remedy == f"write '{right}'"
