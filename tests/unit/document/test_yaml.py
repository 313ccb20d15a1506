"""YAML is read into texts that remember where they stood, and nothing clever gets in."""

from __future__ import annotations

import pytest

from wholeplace.document import Plain, read_yaml
from wholeplace.document.yaml import MOST_CHARACTERS, MOST_DEPTH, written_path
from wholeplace.kernel import Refused


def refusal(text: str) -> str:
    """Return what is said about a text that is refused."""
    with pytest.raises(Refused) as refused:
        read_yaml(text, "c.yaml")
    return str(refused.value)


@pytest.mark.parametrize(("text", "value"), [
    ("a: 0.1",              {"a": "0.1"}),
    ("a: 1_000",            {"a": "1_000"}),
    ("a: 0o17",             {"a": "0o17"}),
    ("a: 50%",              {"a": "50%"}),
    ("a: 2019-04-01",       {"a": "2019-04-01"}),
    ("a: true\nb: False",   {"a": True, "b": False}),
    ("a: yes\nb: no",       {"a": "yes", "b": "no"}),
    ("a:\nb: ~\nc: null",   {"a": None, "b": None, "c": None}),
    ("a: ''",               {"a": ""}),
    ('a: "true"',           {"a": "true"}),
    ('"21": x\ntrue: y',    {"21": "x", "true": "y"}),
    ("- a\n- [b, {c: d}]",  ["a", ["b", {"c": "d"}]]),
    ("a: >-\n  one\n  two", {"a": "one two"}),
    ("a: <<\nb: =",         {"a": "<<", "b": "="}),
    ("word",                "word"),
    ("\ufeffa: b",          {"a": "b"}),
    # A file that says it is YAML 1.1 still means what it says in 1.2.
    ("%YAML 1.1\n---\na: yes\nb: on\nc: true", {"a": "yes", "b": "on", "c": True}),
])  # fmt: skip
def test_values_are_the_texts_that_were_written(text: str, value: Plain) -> None:
    assert read_yaml(text, "c.yaml").value == value


SHARES = """\
title: Shares
parameters:
  share:
    - from: 2019-04-01
      value: 50%
    - {from: 2020-04-01,
       value: 60%}
"""


@pytest.mark.parametrize(("path", "place"), [
    ((),                                   "c.yaml:1:1"),
    (("title",),                           "c.yaml:1:1 title"),
    (("parameters",),                      "c.yaml:2:1 parameters"),
    (("parameters", "share"),              "c.yaml:3:3 parameters.share"),
    (("parameters", "share", 0),           "c.yaml:4:7 parameters.share[0]"),
    (("parameters", "share", 0, "value"),  "c.yaml:5:7 parameters.share[0].value"),
    (("parameters", "share", 1),           "c.yaml:6:7 parameters.share[1]"),
    (("parameters", "share", 1, "from"),   "c.yaml:6:8 parameters.share[1].from"),
    (("parameters", "share", 1, "value"),  "c.yaml:7:8 parameters.share[1].value"),
    # What was not written is placed at what is nearest above it.
    (("parameters", "share", 1, "source"), "c.yaml:6:7 parameters.share[1].source"),
    (("parameters", "share", 2, "from"),   "c.yaml:3:3 parameters.share[2].from"),
    (("nowhere",),                         "c.yaml:1:1 nowhere"),
])  # fmt: skip
def test_every_path_knows_its_line_and_column(path: tuple[str | int, ...], place: str) -> None:
    assert str(read_yaml(SHARES, "c.yaml").where(*path)) == place


def test_a_path_is_written_as_people_do() -> None:
    assert written_path(("parameters", "share", 1, "value")) == "parameters.share[1].value"
    assert written_path((0, "a")) == "[0].a"
    assert written_path(()) == ""


TWICE = """\
a: 1
b: {c: 1, c: 2}
a: 3
"""


def test_keys_written_twice_are_all_reported() -> None:
    assert refusal(TWICE) == (
        "c.yaml:2:11 b.c: 'c' is written twice\n"
        "    try: keep one of the two\n"
        "c.yaml:3:1 a: 'a' is written twice\n"
        "    try: keep one of the two"
    )


def test_anchors_aliases_and_tags_are_all_reported() -> None:
    assert refusal("a: &x 1\nb: *x\nc: !!python/tuple [1]\nd: !mine 5") == (
        "c.yaml:1:4: anchors and aliases are not allowed\n"
        "    try: write the value out again\n"
        "c.yaml:2:4: anchors and aliases are not allowed\n"
        "    try: write the value out again\n"
        "c.yaml:3:4: the tag tag:yaml.org,2002:python/tuple is not allowed\n"
        "    try: write the plain value\n"
        "c.yaml:4:4: the tag !mine is not allowed\n"
        "    try: write the plain value"
    )


@pytest.mark.parametrize("text", ["a: !!set {b}", "!!map {a: b}", "a: ! 5", "a: !!str 5"])
def test_no_tag_is_allowed_even_one_that_changes_nothing(text: str) -> None:
    assert " is not allowed\n    try: write the plain value" in refusal(text)


def test_a_key_is_a_word() -> None:
    assert refusal("a:\n  ? [b, c]\n  : 1") == (
        "c.yaml:2:5 a: a key must be a plain word\n    try: write the key as text"
    )


@pytest.mark.parametrize(("text", "said"), [
    ("",              "c.yaml:1:1: the file is empty"),
    ("# only this\n", "c.yaml:1:1: the file is empty"),
    ("a: [1",         "c.yaml:1:6: not YAML: expected ',' or ']', but got '<stream end>'"),
    ("a: 'x",         "c.yaml:1:6: not YAML: found unexpected end of stream"),
    ("a: 1\n b: 2",   "c.yaml:2:3: not YAML: mapping values are not allowed here"),
    ("a: 1\n\tb: 2",  "c.yaml:2:1: not YAML: found character '\\t' that cannot start any token"),
    ("a: 1\n---\nb: 1", "c.yaml:3:1: not YAML: a second document begins here"),
    ("a: \x07",       "c.yaml:1:4: not YAML: the character U+0007 is not allowed"),
])  # fmt: skip
def test_what_is_not_yaml_is_refused_where_it_goes_wrong(text: str, said: str) -> None:
    assert refusal(text).split("\n")[0] == said


def nested(levels: int) -> str:
    return "[" * levels + "]" * levels


def test_a_document_may_be_so_deep_and_no_deeper() -> None:
    assert MOST_DEPTH == 40
    assert isinstance(read_yaml(nested(40), "c.yaml").value, list)
    assert refusal(nested(41)) == (
        "c.yaml:1:41: nested deeper than 40 levels\n    try: flatten the document"
    )


def test_a_wide_document_is_not_a_deep_one() -> None:
    assert read_yaml("- {a: [b]}\n" * 41, "c.yaml").value == [{"a": ["b"]}] * 41


def test_a_document_far_too_deep_is_refused_without_reading_on() -> None:
    assert "nested deeper than 40 levels" in refusal(nested(100_000))


def test_a_document_may_be_so_long_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_CHARACTERS == 2_000_000
    monkeypatch.setattr("wholeplace.document.yaml.MOST_CHARACTERS", 1_200)
    longest = "a: " + "x" * 1_197
    assert read_yaml(longest, "c.yaml").value == {"a": longest[3:]}
    assert refusal(longest + "x") == (
        "c.yaml:1:1: the file is longer than 1,200 characters\n    try: split it"
    )


@pytest.mark.parametrize(("text", "said"), [
    # What the parser itself stumbles over, found by fuzzing.
    ('a: 1\nb: "\\UFFFFFFFF"',  "c.yaml:2:5: not YAML: it cannot be read as YAML"),
    ('a: 1\nb: "\\U00110000"',  "c.yaml:2:5: not YAML: it cannot be read as YAML"),
    ("%YAML 1.3\n---\na: 1",    "c.yaml:1:1: not YAML: it cannot be read as YAML"),
    ("a: 1\nb: \x07",           "c.yaml:2:4: not YAML: the character U+0007 is not allowed"),
    ("a: \x00",                 "c.yaml:1:4: not YAML: the character U+0000 is not allowed"),
    # Half a character can be written nowhere, and a terminal would obey the others.
    ('a: 1\nb: "\\ud800"',      "c.yaml:2:4 b: the character U+D800 cannot be shown"),
    ('a: "\\e[2J"',             "c.yaml:1:4 a: the character U+001B cannot be shown"),
    ('a: {"\\0": 1}',           "c.yaml:1:5 a.?: the character U+0000 cannot be shown"),
])  # fmt: skip
def test_a_character_that_no_file_should_hold_is_refused_in_its_place(text: str, said: str) -> None:
    assert refusal(text).startswith(said)


@pytest.mark.parametrize("text", ["a: é£“x”", 'a: "\\t\\n\\u00e9"', "a: 🙂", 'a: "\\U0001F642"'])
def test_a_character_that_people_read_is_taken(text: str) -> None:
    assert read_yaml(text, "c.yaml").value
