"""Who takes part, what was answered, and what to ask next: derived from a form and an append-only journal."""
