"""« Transmettre »: what leaves for one recipient, chosen and read with the person, signed, sealed, and remembered."""
