"""The care of people: caseload, plans, contacts and huddles, with who may see and who has seen."""

# Modules, not functions: Django loads them by name.
__all__ = ["access", "actions", "demo", "forms", "models", "pages", "urls", "views"]
