"""What each specialist makes of the answers, where the two readings differ, and what both conclude with the person."""
