"""Redactor inside other programs: logging, Presidio."""
