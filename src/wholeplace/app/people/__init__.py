"""Who is who in the records, and who may be seen: links, opt-outs, keys."""

# Modules, not functions: a command loads only the use case that it needs.
__all__ = ["link_people", "opt_out", "review_links", "rotate_key"]
