"""What pages, exports and other rooms read of issues."""
