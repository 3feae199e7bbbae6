"""Built documents that several tests look at: made once."""
