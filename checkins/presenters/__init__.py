"""Words, marks and links for the pages of check-ins. No rule and no query."""
