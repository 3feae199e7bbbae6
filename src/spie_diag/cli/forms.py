"""Forms without a window: for those who write them."""

import click

from spie_diag.cli.form_checking import check
from spie_diag.cli.form_diff import diff
from spie_diag.cli.form_play import play


@click.group()
def form() -> None:
    """Formulaires : vérifier, jouer, convertir, comparer, imprimer."""


form.add_command(check)
form.add_command(diff)
form.add_command(play)
