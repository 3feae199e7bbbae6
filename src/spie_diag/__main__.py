"""``python -m spie_diag`` is the same door as the ``spie-diag`` command."""

from spie_diag.cli.main import main

if __name__ == "__main__":
    main()
