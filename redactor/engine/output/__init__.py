"""Where a run's files go while they are written, and how finished ones get their final names: a local folder or a store."""
