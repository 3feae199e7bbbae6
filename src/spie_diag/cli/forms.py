"""Forms without a window: for those who write them."""

import click

from spie_diag.cli.commands import FrenchGroup
from spie_diag.cli.form_checking import check
from spie_diag.cli.form_diff import diff
from spie_diag.cli.form_play import play
from spie_diag.cli.form_printing import print_out
from spie_diag.cli.form_sheets import export, import_


@click.group(cls=FrenchGroup)
def form() -> None:
    """Formulaires : vérifier, jouer, convertir, comparer, imprimer."""


form.add_command(check)
form.add_command(diff)
form.add_command(export)
form.add_command(import_)
form.add_command(play)
form.add_command(print_out)
