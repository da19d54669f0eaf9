"""What goes into a template's slots: seeded pools and the functions that draw from them."""
