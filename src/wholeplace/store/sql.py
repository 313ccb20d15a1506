"""Texts and names as the engine's SQL writes them."""

from __future__ import annotations


def quoted(text: str) -> str:
    """Return a text as the engine's SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a name as the engine's SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
