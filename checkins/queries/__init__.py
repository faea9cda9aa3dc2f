"""Every read of check-ins and nominations that a page, a panel or an export needs."""
