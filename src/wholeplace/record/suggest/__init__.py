"""Propose a mapping for a file from the names and the values of its columns."""
