"""The mapping language: how a document says what a source looks like and what it becomes."""
