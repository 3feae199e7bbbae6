"""What can go wrong in this room, in French."""
