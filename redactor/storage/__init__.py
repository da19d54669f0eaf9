"""Bytes at rest, on this machine or in a store: places, streams with their compression, atomic publishing, locks and leases."""
