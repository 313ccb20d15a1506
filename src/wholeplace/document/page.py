"""The text of a document with the place of every value in it, to the character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from wholeplace.document.yaml import Path, Plain, compose, read_yaml, written_path
from wholeplace.kernel import Problem, Refused


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a text where a value stands: after a key, or as an item of a list."""

    text: str
    key: Node | None
    node: Node
    in_flow: bool = False

    @property
    def name(self) -> str:
        """The key, or nothing for an item."""
        return str(self.key.value) if self.key is not None else ""

    @property
    def start(self) -> int:
        """Where it begins, with its key."""
        return int((self.key or self.node).start_mark.index)

    @property
    def value_start(self) -> int:
        """Where the value alone begins."""
        return int(self.node.start_mark.index)

    @property
    def key_span(self) -> tuple[int, int]:
        """Where the key begins and ends."""
        node = self.key or self.node
        return int(node.start_mark.index), int(node.end_mark.index)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written after the key."""
        return bool(self.node.start_mark.index == self.node.end_mark.index)

    @property
    def is_flow(self) -> bool:
        """Whether the value is a list or mapping in brackets."""
        return bool(getattr(self.node, "flow_style", False))

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.node, SequenceNode)

    @property
    def quote(self) -> str:
        """The mark that the value stands in, if any."""
        style = getattr(self.node, "style", None) or ""
        return style if style in {"'", '"'} else ""

    @property
    def children(self) -> tuple[Slot, ...]:
        """The places beneath, in the order in which they are written."""
        flow = self.in_flow or self.is_flow
        if isinstance(self.node, MappingNode):
            return tuple(Slot(self.text, key, item, flow) for key, item in self.node.value)
        if isinstance(self.node, SequenceNode):
            return tuple(Slot(self.text, None, item, flow) for item in self.node.value)
        return ()

    def places(self) -> Mapping[int, int]:
        """Return where each character of a text stands that is written as it is; spaces may not be.

        Empty where the text has escapes, so that some characters are written otherwise.
        """
        value, found = str(self.node.value), {}
        at = self.value_start + len(self.quote)
        if self.is_block:
            at = self.text.find("\n", at) + 1
        for i, character in enumerate(value):
            while not character.isspace() and self.text[at].isspace():
                at += 1
            if self.text[at] == character:
                found[i], at = at, at + 1
            elif not character.isspace():
                return {}
        return found

    def walk(self, path: Path = ()) -> Iterator[tuple[Path, Slot]]:
        """Yield this place and every one beneath it, each with its path."""
        yield path, self
        for i, child in enumerate(self.children):
            yield from child.walk((*path, i if self.is_list else child.name))

    @property
    def is_block(self) -> bool:
        """Whether the value is a text on lines of its own, folded or kept."""
        return isinstance(self.node, ScalarNode) and self.node.style in {"|", ">"}

    @property
    def end(self) -> int:
        """The place after its last character; comments and blank lines that follow are outside."""
        if self.is_empty and self.key is not None:
            # Where nothing is written the reader names the place of what comes next.
            return self.text.find(":", self.key.end_mark.index) + 1
        if self.children and not self.is_flow:
            return self.children[-1].end
        start, end = self.value_start, int(self.node.end_mark.index)
        if self.is_block and "+" not in self.text[start:end].partition("\n")[0].partition("#")[0]:
            return start + len(self.text[start:end].rstrip())
        return end


class Page:
    """A document's text, without the mark some programs begin a file with, and its values."""

    def __init__(self, text: str, file: str) -> None:
        """Read the text; raises ``Refused`` where it is not a document."""
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix(self.mark)
        self.source = read_yaml(self.text, file)
        self.root = Slot(self.text, None, compose(self.text, file))
        self.newline = "\r\n" if "\r\n" in self.text else "\n"

    def slot(self, path: Path) -> Slot:
        """Return the place of a path; raises ``Refused`` where it is not written."""
        slot = self.root
        for i, step in enumerate(path):
            slot = self._beneath(slot, path[: i + 1], step)
        return slot

    def _beneath(self, slot: Slot, path: Path, step: str | int) -> Slot:
        for i, child in enumerate(slot.children):
            if step == (i if slot.is_list else child.name):
                return child
        what = f"nothing is written at {written_path(path)}"
        raise Refused([self.problem(path, what, "name a place that is written, as a.b[0].c")])

    def value_at(self, path: Path) -> Plain:
        """Return the plain value at a path that is written."""
        value = self.source.value
        for step in path:
            value = value[step]  # type: ignore[index]
        return value

    def problem(self, path: Path, what: str, remedy: str) -> Problem:
        """Return a problem placed at a path."""
        return Problem(self.source.where(*path), what, remedy)

    def line_start(self, at: int) -> int:
        """Return where the line begins in which a character stands."""
        return self.text.rfind("\n", 0, at) + 1

    def column(self, at: int) -> int:
        """Return how many characters stand before one on its line."""
        return at - self.line_start(at)

    def stands_first(self, at: int) -> bool:
        """Return whether only spaces stand before a character on its line."""
        return not self.text[self.line_start(at) : at].strip()

    def rest_of_line(self, at: int) -> str:
        """Return what stands on a line from a character on, without its end."""
        return self.text[at:].partition("\n")[0].rstrip("\r")

    def after(self, slot: Slot) -> int:
        """Return where the line begins that follows the last line of a place."""
        end = slot.end
        if self.text[:end].endswith("\n"):  # a text that keeps its last line breaks
            return end
        found = self.text.find("\n", end)
        return len(self.text) if found < 0 else found + 1
