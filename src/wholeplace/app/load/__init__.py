"""Load feeds: find and stage their files, make canonical rows of them, and store all or nothing."""
