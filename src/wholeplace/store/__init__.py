"""The only room that touches files, the database, the clock and random seeds."""

__all__: list[str] = []
