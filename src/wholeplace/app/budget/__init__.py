"""The budget of a place: read, followed through the years, and shown."""
