"""The pages: each asks a scope, draws a template, and leaves its row in the audit."""

# Modules, not functions: Django loads them by name.
__all__ = [
    "alerts",
    "around",
    "assessment",
    "assessments",
    "caseload",
    "contacts",
    "cover",
    "directory",
    "follow_through",
    "glass",
    "huddle",
    "intermediate",
    "looks",
    "minutes",
    "notes",
    "people",
    "put_forward",
    "record",
    "referral",
    "today",
    "triage",
    "who",
    "work",
]
