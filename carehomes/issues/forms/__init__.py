"""What people type about issues, and about how soon they are due and who is told."""
