"""From Gherkin to Python: one module an area; arrange, act, assert."""
