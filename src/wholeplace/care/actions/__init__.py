"""Every write, a named function each: who does it, one transaction, its row in the audit."""

# Modules, not functions: Django loads them by name.
__all__ = [
    "alerts",
    "assessment",
    "audit",
    "caseload",
    "contacts",
    "cover",
    "parts",
    "people",
    "work",
    "writing",
]
