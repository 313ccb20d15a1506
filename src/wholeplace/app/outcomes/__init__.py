"""The outcomes of a place: measures counted, targets set, rewards earned, and shown."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = ["count_panel", "scorecard", "write_scorecard"]
