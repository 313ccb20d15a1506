"""Every write, a named function each: who does it, one transaction, its row in the audit."""

# Modules, not functions: Django loads them by name.
__all__ = ["audit", "caseload", "people", "writing"]
