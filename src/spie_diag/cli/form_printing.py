"""The blank questionnaire of a form, on paper."""

from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand
from spie_diag.cli.errors import ExistingFileError, WrongKindError
from spie_diag.french import counted, spaced


@click.command("print", cls=FrenchCommand)
@click.argument("file", metavar="FORMULAIRE", type=click.Path(path_type=Path))
@click.argument("out", metavar="SORTIE.pdf", type=click.Path(path_type=Path))
@click.option("--langue", "language", metavar="LANGUE", default="", help="Une langue du formulaire, ou son code : ku.")
@click.option("--remplacer", "replace", is_flag=True, help="Remplace le fichier de sortie s’il existe.")
def print_out(file: Path, out: Path, language: str, replace: bool) -> None:
    """Met un formulaire sur papier : un PDF à imprimer et à remplir à la main.

    Les questions y ont l’ordre et les codes de l’écran, pour être saisies ensuite ; les conditions y sont dites en
    phrases. Le même formulaire donne toujours le même fichier, à l’octet près.
    """
    from spie_diag.casework.printing import print_form
    from spie_diag.forms.opening import open_form_file

    if out.suffix.lower() != ".pdf":
        raise WrongKindError(file=out.name, endings=".pdf")
    if out.is_file() and not replace:
        raise ExistingFileError(file=out.name)
    pages = print_form(open_form_file(file), out, language=language)
    click.echo(spaced(f"Écrit : {out}, {counted(pages, 'page')}."))
