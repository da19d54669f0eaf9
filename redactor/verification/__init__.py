"""A finished output read again: is it whole, signed and unchanged, and is nothing in it that should have been masked?"""
