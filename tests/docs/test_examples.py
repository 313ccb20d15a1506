"""The reader of console blocks: what is typed, what must be printed, and what counts as wrong."""

from __future__ import annotations

import pytest

from tests.docs.examples import Command, commands, problem

BLOCK = """\
$ wholeplace settle 'my place'   # exit code 1
refused

  here
$ make test
$ wholeplace run
"""


def test_a_block_is_read_as_typed_lines_with_what_they_print() -> None:
    assert list(commands(BLOCK)) == [
        Command(["wholeplace", "settle", "my place"], 1, "refused\n\n  here\n"),
        Command(["make", "test"], 0, ""),
        Command(["wholeplace", "run"], 0, ""),
    ]


@pytest.mark.parametrize(
    ("shown", "exit_code", "printed", "right"),
    [
        ("", 0, "anything\n", True),
        ("", 1, "anything\n", False),
        ("a\nb\n", 0, "a   \nb\n\n", True),
        ("a\nb\n", 0, "a\nc\n", False),
        ("a\n...\nz\n", 0, "a\nb\nc\nz\n", True),
        ("paid £... on\n", 0, "paid £12 on\n", True),
        ("a\n", 0, "", False),
    ],
)
def test_what_is_printed_must_be_what_the_document_says(
    *, shown: str, exit_code: int, printed: str, right: bool
) -> None:
    found = problem(Command(["wholeplace"], 0, shown), exit_code, printed)
    assert (found is None) == right
