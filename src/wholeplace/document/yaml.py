"""Read YAML 1.2 into plain values that remember where they stood."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wholeplace.kernel import Problem, Refused, Where, refuse_if

Path: TypeAlias = tuple[str | int, ...]
# Texts, truth values and nulls only: a number stays the text that was written, so that 0.1 is
# read exactly by whoever knows what it is a number of.
Plain: TypeAlias = str | bool | list["Plain"] | dict[str, "Plain"] | None

MOST_CHARACTERS = 2_000_000
MOST_DEPTH = 40


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
    small file enormous), more than 2,000,000 characters or 40 levels.
    """
    if len(text) > MOST_CHARACTERS:
        _refuse(Where(file), f"the file is longer than {MOST_CHARACTERS:,} characters", "split it")
    root = _compose(text, file)
    positions: dict[Path, tuple[int, int]] = {}
    problems: list[Problem] = []

    def report(node: Node, path: Path, what: str, remedy: str) -> None:
        mark = node.start_mark
        where = Where(file, mark.line + 1, mark.column + 1, written_path(path))
        problems.append(Problem(where, what, remedy))

    value = _plain(root, (), positions, report)
    refuse_if(problems)
    return Source(file, value, positions)


def _compose(text: str, file: str) -> Node:
    try:
        refuse_if(_forbidden(text, file))
        root: Node | None = YAML(typ="safe", pure=True).compose(text)
    except (YAMLError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        where = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file)
        what = getattr(error, "problem", None) or "it cannot be read as YAML"
        _refuse(where, f"not YAML: {what}", "check indentation, quotes and colons on this line")
    if root is None:
        _refuse(Where(file, 1, 1), "the file is empty", "write the document, or name another file")
    return root


def _forbidden(text: str, file: str) -> Iterator[Problem]:
    depth = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        where = Where(file, event.start_mark.line + 1, event.start_mark.column + 1)
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > MOST_DEPTH:
            # Reading on would take a time that grows with the square of the depth.
            yield Problem(where, f"nested deeper than {MOST_DEPTH} levels", "flatten the document")
            return
        if getattr(event, "anchor", None):
            what, remedy = "anchors and aliases are not allowed", "write the value out again"
            yield Problem(where, what, remedy)
        if getattr(event, "tag", None):
            yield Problem(where, f"the tag {event.tag} is not allowed", "write the plain value")


def _refuse(where: Where, what: str, remedy: str) -> NoReturn:
    raise Refused([Problem(where, what, remedy)])


Report: TypeAlias = Callable[[Node, Path, str, str], None]


def _plain(node: Node, path: Path, positions: dict[Path, tuple[int, int]], report: Report) -> Plain:
    positions.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, SequenceNode):
        return [_plain(item, (*path, i), positions, report) for i, item in enumerate(node.value)]
    if not isinstance(node, MappingNode):
        return _scalar(node)
    found: dict[str, Plain] = {}
    for key, key_node, item in _pairs(node, path, report):
        if key in found:
            report(key_node, (*path, key), f"'{key}' is written twice", "keep one of the two")
        positions[(*path, key)] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        found[key] = _plain(item, (*path, key), positions, report)
    return found


def _pairs(node: MappingNode, path: Path, report: Report) -> Iterator[tuple[str, ScalarNode, Node]]:
    for key_node, item in node.value:
        if isinstance(key_node, ScalarNode):
            yield key_node.value, key_node, item
        else:
            report(key_node, path, "a key must be a plain word", "write the key as text")


def _scalar(node: Node) -> Plain:
    kind = str(node.tag).removeprefix("tag:yaml.org,2002:")
    if kind == "null":
        return None
    # Words only: a file that claims YAML 1.1 does not turn "yes" into a truth value.
    if kind == "bool" and node.value.lower() in {"true", "false"}:
        return bool(node.value.lower() == "true")
    return str(node.value)
