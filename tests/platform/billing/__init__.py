"""Tests of the billing room on a real SQLite database, with every sum computed a second time."""
