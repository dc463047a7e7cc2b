"""Tests of the instrument and of the platform's parts; the journeys are in ``features/``."""
