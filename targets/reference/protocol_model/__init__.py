"""The chat protocol as a model, and people who do whatever comes to mind to compare with it.

- ``world``: what the protocol means, in a few classes without any platform. Begin there.
- ``crew``: the people and their devices at a running platform.
- ``machine``: what they may do next, for Hypothesis to choose from.
- ``agreement``: whether model, devices, histories and new log-ins tell the same.
- ``search``: many lives one after the other; the shortest story that ends in a disagreement.

Read: Hypothesis, "Stateful tests"; Claessen and Hughes, "QuickCheck" (2000).
"""
