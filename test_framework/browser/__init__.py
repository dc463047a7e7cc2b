"""A real browser: found, launched, its sockets observed, its pages recorded."""
