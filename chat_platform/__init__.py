"""The reference platform: a real AI-agent chat application, the suite's system under test.

It imports nothing of the suite and knows nothing of being tested.
Start it with ``python -m chat_platform serve``.
"""
