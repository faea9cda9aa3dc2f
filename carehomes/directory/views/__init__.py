"""HTTP of the register's pages."""
