"""Pages that are read from the source, so that they cannot be wrong about it."""
