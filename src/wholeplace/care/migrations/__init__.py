"""How the tables came to be."""

__all__ = ()
