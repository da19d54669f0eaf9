"""PDF: pages are drawn anew as pictures, with boxes over what is masked, and the redacted text behind them for search."""
