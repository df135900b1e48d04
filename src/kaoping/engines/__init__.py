"""Engines select and measure: the durable-rules matcher with its tally, and the plain oracle."""
