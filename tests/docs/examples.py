"""The examples of README.md and docs/ are run: Python blocks, and console blocks of our command.

In a ``console`` block, a line ``$ wholeplace ...`` is run, in a temporary folder that the examples
of one document share, and must exit with 0 or with the code it says (``# exit code 1``). The lines
below it, if there are any, must be what it prints; ``...`` stands for anything. ``$ cd`` is
followed. Other commands (``$ make``, ``$ git``) are for the reader and are not run. A synthetic
place that several documents begin with is made once in each process, and copied.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from click.testing import CliRunner
from sybil import Example, Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).resolve().parents[2]
EXIT_CODE = re.compile(r"\s+# exit code (\d)\s*$")
PLAIN = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}


class Command(NamedTuple):
    """One typed line of a console block."""

    words: list[str]
    exit_code: int
    output: str


def commands(block: str) -> Iterator[Command]:
    """Yield what a console block types and what it shows."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        typed, _, output = part.partition("\n")
        code = EXIT_CODE.search(typed)
        words = shlex.split(EXIT_CODE.sub("", typed))
        yield Command(words, int(code[1]) if code else 0, _plain(output))


def problem(command: Command, exit_code: int, output: str) -> str | None:
    """Return how a command did something other than the document says."""
    shown = " ".join(command.words)
    if exit_code != command.exit_code:
        return f"$ {shown}\nexit code {exit_code}, not {command.exit_code}:\n{output}"
    if not command.output:
        return None
    checker = doctest.OutputChecker()
    if checker.check_output(command.output, _plain(output), doctest.ELLIPSIS):
        return None
    return f"$ {shown}\nprinted:\n{_plain(output)}\nthe document says:\n{command.output}"


def run_console(example: Example) -> str | None:
    """Run a console block; return the first thing that differs from the document."""
    for command in commands(example.parsed):
        if command.words[0] == "cd":
            os.chdir(Path(command.words[1]))
        elif command.words[0] == "wholeplace" and (wrong := _run(command)):
            return wrong
    return None


def _run(command: Command) -> str | None:
    if command.words[1] != "demo":
        return problem(command, *_said(tuple(command.words)))
    made, said = _demo(tuple(command.words))
    shutil.copytree(made.name, ".", dirs_exist_ok=True)
    return problem(command, *said)


@cache
def _demo(words: tuple[str, ...]) -> tuple[TemporaryDirectory[str], tuple[int, str]]:
    folder = TemporaryDirectory()
    with chdir(folder.name):
        return folder, _said(words)


def _said(words: tuple[str, ...]) -> tuple[int, str]:
    from wholeplace.cli import main

    result = CliRunner().invoke(main, words[1:], prog_name="wholeplace", env=PLAIN)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def _plain(text: str) -> str:
    # Lines that rich pads to the width of the screen would be unreadable in a document.
    lines = [line.rstrip() for line in text.splitlines()]
    return "".join(f"{line}\n" for line in lines).strip("\n") + "\n" if any(lines) else ""


def _enter(namespace: dict[str, Any]) -> None:
    folder = TemporaryDirectory()
    here = chdir(folder.name)
    here.__enter__()
    namespace["_folder"], namespace["_here"] = folder, here


def _leave(namespace: dict[str, Any]) -> None:
    namespace["_here"].__exit__(None, None, None)
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), CodeBlockParser("console", run_console)],
    patterns=["README.md", "docs/*.md", "docs/*/*.md"],
    path=str(ROOT),
    setup=_enter,
    teardown=_leave,
).pytest()
