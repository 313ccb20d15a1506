"""Accountable care for a whole place: the partners' agreement is a document that runs."""

__version__ = "0.1.0"
__all__ = ["__version__"]
