"""Archives (ZIP and tar): each member is a record that holds all texts of its file, and is written back in its place."""
