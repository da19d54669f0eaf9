"""Labelled texts for the pattern detectors, made by templates and value generators."""
