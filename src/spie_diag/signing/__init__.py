"""Who signed a PDF, and whether the signatures hold: PAdES through pyHanko, decided by our own rules."""
