"""The interview page: its frame, and the first three of its seven stages."""
