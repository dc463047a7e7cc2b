"""Storage: the tables' shared base, the engine, and the one writer."""
