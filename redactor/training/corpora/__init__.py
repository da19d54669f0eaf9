"""Labelled corpora read into training examples."""
