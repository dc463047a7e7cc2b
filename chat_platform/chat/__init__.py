"""The chat room: threads, messages, sockets, and the bridge to the agents."""
