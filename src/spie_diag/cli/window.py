"""Opening the app from the command line, and saying plainly why it cannot open."""

from pathlib import Path

import click

from spie_diag.french import spaced


def open_window(vault: Path | None = None) -> int:
    """Open the app on ``vault``, or where it was last; returns the exit code.

    Raises:
        SpieError: there is no display, or a system library that Qt needs is missing.
    """
    from spie_diag.desktop.requirements import require_qt

    require_qt()
    from spie_diag.desktop.main import run, vault_to_open
    from spie_diag.desktop.single_window import bring_forward

    if bring_forward(vault_to_open(vault)):
        click.echo(spaced("SPIE Diag est déjà ouvert sur ce coffre : sa fenêtre passe devant."))
        return 0
    return run(vault)


def has_display() -> bool:
    """Whether a window could be shown here."""
    from spie_diag.desktop.requirements import has_display as found

    return found()
