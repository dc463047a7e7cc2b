"""The offline default: a deterministic stand-in for a language model.

It reads the question with a small grammar, asks for tools, and writes its answer from the
results it is given, through the same framework, tools and events as a real model.
"""
