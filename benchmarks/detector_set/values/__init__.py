"""Values with a format, good and nearly good, for the detectors' labelled set.

They come from published rules (python-stdnum's check digits, phonenumbers, Faker), never from the detectors' own
expressions, so that a mistake in those shows.
"""
