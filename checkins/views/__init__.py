"""HTTP only: find, check, call an action or a query, draw."""
