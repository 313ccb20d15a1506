"""Load feeds: find and stage their files, make canonical rows of them, and store all or nothing."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = ["feeds", "load_feed", "suggest_mapping"]
