"""The nodes of a YAML text, made from the parser's events in one pass."""

from __future__ import annotations

from collections.abc import Iterable

from ruamel.yaml.events import (
    CollectionEndEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

TEXT, NULL, TRUTH = "text", "null", "truth"
# The core schema of YAML 1.2; numbers are left as texts, for whoever knows their unit.
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS = frozenset({"true", "True", "TRUE", "false", "False", "FALSE"})


def nodes_of(events: Iterable[Event]) -> list[Node]:
    """Return the root of each document; events may end before a document does.

    A node knows where it begins and ends. The tag of a scalar says whether it is a text, a truth
    or nothing at all.
    """
    roots: list[Node] = []
    open_nodes: list[Node] = []
    for event in events:
        if isinstance(event, CollectionEndEvent):
            node = open_nodes.pop()
            node.end_mark = event.end_mark
            node.value = _pairs(node.value) if isinstance(node, MappingNode) else node.value
        elif isinstance(event, NodeEvent):
            node = _node(event)
            (open_nodes[-1].value if open_nodes else roots).append(node)
            if not isinstance(node, ScalarNode):
                open_nodes.append(node)
    return roots


def _node(event: NodeEvent) -> Node:
    if isinstance(event, SequenceStartEvent):
        return SequenceNode(None, [], event.start_mark, event.end_mark, event.flow_style)
    if isinstance(event, MappingStartEvent):
        return MappingNode(None, [], event.start_mark, event.end_mark, event.flow_style)
    if not isinstance(event, ScalarEvent):  # an alias, which is refused where events are read
        return ScalarNode(TEXT, "", event.start_mark, event.end_mark)
    return ScalarNode(_tag(event), event.value, event.start_mark, event.end_mark, event.style)


def _tag(event: ScalarEvent) -> str:
    is_plain = event.implicit[0]
    if is_plain and event.value in _NULLS:
        return NULL
    return TRUTH if is_plain and event.value in _TRUTHS else TEXT


def _pairs(values: list[Node]) -> list[tuple[Node, Node]]:
    return list(zip(values[::2], values[1::2], strict=True))
