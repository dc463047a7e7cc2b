"""Agent events and the pure checkers that judge them: data in, verdict out."""
