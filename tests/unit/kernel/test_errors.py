"""What a user got wrong is said as: where, what, and what to try."""

from __future__ import annotations

import pytest

from wholeplace.kernel import Problem, Refused, Where, nearest, refuse_if

WHERE = Where("contract.yaml", 41, 7, "parameters.provider_share[1].value")


@pytest.mark.parametrize(("where", "written"), [
    (WHERE,                              "contract.yaml:41:7 parameters.provider_share[1].value"),
    (Where("contract.yaml", 41, 7),      "contract.yaml:41:7"),
    (Where("person.csv", 3, path="sex"), "person.csv:3 sex"),
    (Where("person.csv"),                "person.csv"),
])  # fmt: skip
def test_a_place_is_written_as_editors_know_it(where: Where, written: str) -> None:
    assert str(where) == written


def test_a_problem_is_a_line_and_a_remedy() -> None:
    assert str(Problem(WHERE, "shares make 110%", "make them 100%")) == (
        "contract.yaml:41:7 parameters.provider_share[1].value: shares make 110%\n"
        "    try: make them 100%"
    )


@pytest.mark.parametrize(
    ("rows", "said"), [(None, ""), (0, " (0 rows)"), (1, " (1 row)"), (1234, " (1,234 rows)")]
)
def test_a_problem_in_data_counts_its_rows(rows: int | None, said: str) -> None:
    problem = Problem(Where("person.csv", 3, path="sex"), "'Z' is not allowed", "use 1", rows)
    assert str(problem) == f"person.csv:3 sex: 'Z' is not allowed{said}\n    try: use 1"


def test_a_problem_can_be_placed_elsewhere() -> None:
    problem = Problem(Where("a.yaml"), "wrong", "right", 3)
    assert problem.at(WHERE) == Problem(WHERE, "wrong", "right", 3)


def test_a_problem_is_given_to_machines_with_every_part() -> None:
    assert Problem(WHERE, "wrong", "right", 3).to_dict() == {
        "file": "contract.yaml",
        "line": 41,
        "column": 7,
        "path": "parameters.provider_share[1].value",
        "what": "wrong",
        "remedy": "right",
        "rows": 3,
    }


def test_a_refusal_says_every_problem() -> None:
    one, two = Problem(Where("a"), "one", "1"), Problem(Where("b"), "two", "2")
    with pytest.raises(Refused) as refused:
        refuse_if(problem for problem in (one, two))
    assert refused.value.problems == (one, two)
    assert str(refused.value) == "a: one\n    try: 1\nb: two\n    try: 2"


def test_nothing_is_refused_without_a_problem() -> None:
    refuse_if([])
    with pytest.raises(ValueError, match="Refused needs at least one problem"):
        Refused([])


LETTERS = "abcdefghijklm"  # thirteen
ALPHABET = "a, b, c, d, e, f, g, h, i, j, k, l"


@pytest.mark.parametrize(("word", "known", "remedy"), [
    ("saveing", ["spend", "saving"],     "did you mean 'saving'?"),
    ("saveing", {"saving": 1},           "did you mean 'saving'?"),
    ("xyz",     ["spend", "budget"],     "use one of: budget, spend"),
    ("xyz",     [],                      "nothing is defined here yet"),
    ("???",     LETTERS[:12],            f"use one of: {ALPHABET}"),
    ("???",     LETTERS,                 f"use one of: {ALPHABET} and 1 more"),
])  # fmt: skip
def test_a_remedy_names_the_nearest_word_or_all(
    word: str, known: list[str] | dict[str, object], remedy: str
) -> None:
    assert nearest(word, known) == remedy


def test_the_nearest_of_very_many_names_is_found_too() -> None:
    names = [f"{stem}_{i}" for stem in ("saving", "spend", "budget") for i in range(400)]
    assert nearest("spned_17", names) == "did you mean 'spend_17'?"
    assert nearest("budgt_399", names) == "did you mean 'budget_399'?"
    assert nearest("x" * 100_000, names).startswith("use one of: budget_0, budget_1, ")
