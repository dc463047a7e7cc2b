"""Tests of the agents on a real SQLite database, with every sum computed a second time."""
