"""The pages: each asks a scope, draws a template, and leaves its row in the audit."""

# Modules, not functions: Django loads them by name.
__all__ = ["caseload", "glass", "people", "today"]
