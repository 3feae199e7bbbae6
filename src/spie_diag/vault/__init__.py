"""The encrypted file and what is kept in it: keys, journals, drafts, signed documents."""
