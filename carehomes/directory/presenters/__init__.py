"""Words, links and formats of the register's pages."""
