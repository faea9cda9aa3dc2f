"""HTTP of the pages about residents."""
