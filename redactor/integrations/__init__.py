"""Other people's libraries with redactor inside. None of them is imported before a module of this room asks for it."""
