"""Read YAML 1.2 into plain values that remember where they stood."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent, Event
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from wholeplace.document.nodes import NULL, TRUTH, nodes_of
from wholeplace.kernel import Problem, Refused, Where, refuse_if

Path: TypeAlias = tuple[str | int, ...]
# Texts, truth values and nulls only: a number stays the text that was written, so that 0.1 is
# read exactly by whoever knows what it is a number of.
Plain: TypeAlias = str | bool | list["Plain"] | dict[str, "Plain"] | None

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 40
MOST_VALUES = 20_000


@dataclass(frozen=True, slots=True)
class Source:
    """Plain values of one document, and the position of each path in it."""

    file: str
    value: Plain
    positions: Mapping[Path, tuple[int, int]]

    def where(self, *path: str | int) -> Where:
        """Return the place of a path, or of the nearest one above it that was written."""
        known = path
        while known not in self.positions:  # the whole document, (), always is
            known = known[:-1]
        line, column = self.positions[known]
        return Where(self.file, line, column, written_path(path))


def written_path(path: Sequence[str | int]) -> str:
    """Write a path as people do: ``parameters.provider_share[1].value``."""
    parts = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(parts).lstrip(".")


def read_yaml(text: str, file: str) -> Source:
    """Parse ``text``; raises ``Refused`` with every problem of form.

    Refused are: what is not YAML, duplicate keys, tags, anchors and aliases (which can make a
    small file enormous), more than 2,000,000 characters, 40 levels, or 20,000 keys and values.
    """
    if len(text) > MOST_CHARACTERS:
        _refuse(
            Where(file, 1, 1), f"the file is longer than {MOST_CHARACTERS:,} characters", "split it"
        )
    root = compose(text, file)
    positions: dict[Path, tuple[int, int]] = {}
    problems: list[Problem] = []

    def report(node: Node, path: Path, what: str, remedy: str) -> None:
        mark = node.start_mark
        where = Where(file, mark.line + 1, mark.column + 1, _UNSEEN.sub("?", written_path(path)))
        problems.append(Problem(where, _UNSEEN.sub("?", what), remedy))

    value = _plain(root, (), positions, report)
    refuse_if(problems)
    return Source(file, value, positions)


def compose(text: str, file: str) -> Node:
    """Parse ``text`` into nodes that know where each begins and ends; raises ``Refused``."""
    problems: list[Problem] = []
    try:
        roots = nodes_of(_allowed(text, file, problems))
    except _UNREADABLE as error:
        what = getattr(error, "problem", None) or _told(error)
        remedy = "check indentation, quotes and colons on this line"
        _refuse(Where(file, *_place(error, text)), f"not YAML: {what}", remedy)
    refuse_if(problems)
    if not roots:
        _refuse(Where(file, 1, 1), "the file is empty", "write the document, or name another file")
    if len(roots) > 1:
        mark = roots[1].start_mark
        where = Where(file, mark.line + 1, mark.column + 1)
        _refuse(where, "not YAML: a second document begins here", "keep one document in a file")
    return roots[0]


# What the parser raises beside its own: for an escape that is no character, an unknown version.
_UNREADABLE = (YAMLError, ValueError, OverflowError, AssertionError)
_NO_CHARACTER = re.compile(r"\\U(?!00(10|0[0-9A-Fa-f]))[0-9A-Fa-f]{8}")


def _told(error: Exception) -> str:
    if isinstance(error, ReaderError):
        return f"the character U+{error.character:04X} is not allowed"
    return "it cannot be read as YAML"


def _place(error: Exception, text: str) -> tuple[int, int]:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if mark is not None:
        return mark.line + 1, mark.column + 1
    escape = _NO_CHARACTER.search(text)
    at = escape.start() if escape else 0
    if isinstance(error, ReaderError):
        at = error.position
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _allowed(text: str, file: str, problems: list[Problem]) -> Iterator[Event]:
    """Yield the events of a text, keeping what is wrong; end where to read on would be too much."""
    depth = 0
    for number, event in enumerate(YAML(typ="safe", pure=True).parse(text)):
        where = Where(file, event.start_mark.line + 1, event.start_mark.column + 1)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MOST_DEPTH:
            # Reading on would take a time that grows with the square of the depth.
            what, remedy = f"nested deeper than {MOST_DEPTH} levels", "flatten the document"
            problems.append(Problem(where, what, remedy))
            return
        if number > MOST_VALUES:
            what = f"there are more than {MOST_VALUES:,} keys and values"
            problems.append(Problem(where, what, "make several documents of it"))
            return
        if getattr(event, "anchor", None):
            what, remedy = "anchors and aliases are not allowed", "write the value out again"
            problems.append(Problem(where, what, remedy))
        if getattr(event, "tag", None):
            what = f"the tag {event.tag} is not allowed"
            problems.append(Problem(where, what, "write the plain value"))
        yield event


def _refuse(where: Where, what: str, remedy: str) -> NoReturn:
    raise Refused([Problem(where, what, remedy)])


Report: TypeAlias = Callable[[Node, Path, str, str], None]


def _plain(node: Node, path: Path, positions: dict[Path, tuple[int, int]], report: Report) -> Plain:
    positions.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, i), positions, report) for i, item in enumerate(node.value)]
    if not isinstance(node, MappingNode):
        _refuse_unseen(node.value, node, path, report)
        return _scalar(node)
    found: dict[str, Plain] = {}
    for key, key_node, item in _pairs(node, path, report):
        if key in found:
            report(key_node, (*path, key), f"'{key}' is written twice", "keep one of the two")
        _refuse_unseen(key, key_node, (*path, key), report)
        positions[(*path, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        found[key] = _plain(item, (*path, key), positions, report)
    return found


# By an escape, a text may hold what no file can, or what gives orders to a terminal.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def _refuse_unseen(text: str, node: Node, path: Path, report: Report) -> None:
    found = _UNSEEN.search(text)
    if found:
        what = f"the character U+{ord(found[0]):04X} cannot be shown"
        report(node, path, what, "write the text without it")


def _pairs(node: MappingNode, path: Path, report: Report) -> Iterator[tuple[str, ScalarNode, Node]]:
    for key_node, item in node.value:
        if isinstance(key_node, ScalarNode):
            yield key_node.value, key_node, item
        else:
            report(key_node, path, "a key must be a plain word", "write the key as text")


def _scalar(node: Node) -> Plain:
    if node.tag == NULL:
        return None
    return bool(node.value.lower() == "true") if node.tag == TRUTH else str(node.value)
