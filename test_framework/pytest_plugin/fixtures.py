"""The fixtures of the suite: what lives for the session, and what belongs to one scenario."""
