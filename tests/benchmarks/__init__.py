"""What things cost, measured: ``uv run python -m tests.benchmarks``. Nothing here fails because a machine is slow."""
