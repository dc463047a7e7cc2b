"""What is wrong with the suite itself: ``pytest --audit``.

It reads features, steps and sources and runs nothing: no platform, no browser. Its list of
allowed exceptions is empty, and there is no way to add to it.
"""
