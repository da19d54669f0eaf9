"""Which spans are masked, and what a mask is made of: ``masker.py`` asks the policy, merges spans and makes edits."""
