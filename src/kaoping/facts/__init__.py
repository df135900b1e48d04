"""Facts: the schema that a rubric implies, readers for tables and streams, and the intake desk."""
