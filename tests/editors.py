"""Documents as an editor hands them to a schema: YAML 1.2, in which 0.5 is a number."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def as_an_editor_reads(text: str) -> Any:
    """Return the values of a document by the core schema of YAML 1.2; days stay texts."""
    return _value(YAML(typ="safe", pure=True).compose(text))


def _value(node: Node) -> Any:
    if isinstance(node, MappingNode):
        return {key.value: _value(item) for key, item in node.value}
    if isinstance(node, SequenceNode):
        return [_value(item) for item in node.value]
    is_plain = isinstance(node, ScalarNode) and node.style is None
    return _plain(node.value) if is_plain else node.value


def _plain(written: str) -> Any:
    if written.lower() in _WORDS and written in {written.lower(), written.title(), written.upper()}:
        return _WORDS[written.lower()]
    if re.fullmatch(r"[-+]?[0-9]{1,4000}", written):
        return int(written)
    if re.fullmatch(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", written):
        return float(written)
    return written
