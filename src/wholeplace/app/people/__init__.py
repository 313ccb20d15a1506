"""Who is who in the records, and who may be seen: links, opt-outs, keys."""
