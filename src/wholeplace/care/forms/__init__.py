"""What people fill in, and what is wrong with it in words."""

# Modules, not functions: Django loads them by name.
__all__ = [
    "access_point",
    "assessment",
    "caseload",
    "cover",
    "directory",
    "huddle",
    "intermediate",
    "people",
    "record",
    "referral",
    "work",
]
