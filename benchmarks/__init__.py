"""Measurements: each prints ratios against a peer in one run, and never asserts a time."""
