"""Recordings judged and shown again, without the platform that they were made of."""
