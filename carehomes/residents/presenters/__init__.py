"""Words, tags and addresses for the pages about residents."""
