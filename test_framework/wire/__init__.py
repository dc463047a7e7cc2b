"""Frames: how they are captured, stamped, logged, sent, cut and faulted."""
