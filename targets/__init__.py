"""One folder a platform under test: how to start it, how to chat, what its frames mean."""
