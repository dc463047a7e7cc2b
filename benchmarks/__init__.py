"""Figures about the instrument itself: how fast it judges, and what escapes it.

``make benchmark`` runs all three; each is a command of its own:

- ``python -m benchmarks.events``: events validated per second and core, beside other libraries.
- ``python -m benchmarks.mutants``: how many mutants of each kind the checkers find.
- ``python -m benchmarks.replays``: whether a recording is judged the same every time.
"""
