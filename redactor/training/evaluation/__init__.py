"""How good a tagger is: seqeval schemes, coverage, reliability, fairness, mistakes, charts."""
