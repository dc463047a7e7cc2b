"""Promises broken on purpose, to prove that the suite notices.

A sabotage is a patch of the platform, applied from outside when it is started (``launch``),
or, where the suite's own judgement is the promise, of the suite (``suite``). The scenarios
of its promise must then turn red, and what they say must name the break.
``python -m tests.sabotage`` runs all of them.
"""
