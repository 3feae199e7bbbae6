"""Forms without a window: for those who write them."""

import click

from spie_diag.cli.form_diff import diff


@click.group()
def form() -> None:
    """Formulaires : vérifier, jouer, convertir, comparer, imprimer."""


form.add_command(diff)
