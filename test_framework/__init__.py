"""The instrument: test contexts, frames, checkers, services, reporting.

It knows no selector, no Gherkin text and no platform; a target tells it what it must
know of the platform under test.
"""
