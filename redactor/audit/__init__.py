"""Nothing lost, nothing leaked, and proof of both: audit events, run state, manifest, verification."""
