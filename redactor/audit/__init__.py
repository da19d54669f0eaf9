"""What a run writes of itself: events, hash chain, manifest, state, summary and the log of what was withheld."""
