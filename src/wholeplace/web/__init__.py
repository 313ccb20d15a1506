"""The Django project: settings, addresses, sign-in, and what every page has."""

# Modules, not functions: Django loads them by name.
__all__ = ["settings", "start", "urls", "wsgi"]
