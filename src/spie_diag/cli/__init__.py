"""The work without windows: every command says one French sentence when the world is not as hoped."""
