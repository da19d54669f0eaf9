"""Invented documents with known entities, from templates and lists of names."""
