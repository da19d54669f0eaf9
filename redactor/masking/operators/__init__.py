"""What a mask is made of: tags, surrogates, hashes, shifted dates, ciphers. One operator is one class in ``operators.py``."""
