"""The budget of a place: read, counted, followed through the years, and shown."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = ["book", "counting", "year_money"]
