"""Score a table of a stranger's: its coded rows, or its discharges."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = ["index_file", "score_file"]
