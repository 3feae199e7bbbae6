"""What leaves for a partner and what comes from one: the data in the document, and its envelope on the way."""
