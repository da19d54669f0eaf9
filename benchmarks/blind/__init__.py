"""A second labelled set for the detectors, written from public format definitions alone, blind to the pattern table."""
