"""The PDF, page by page: tagged, archivable, set with the bundled fonts."""
