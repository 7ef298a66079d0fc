"""Tests of the window: real widgets, without a display."""
