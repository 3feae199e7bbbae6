"""Forms between spreadsheets and form files."""

from collections.abc import Iterable
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand
from spie_diag.cli.errors import ExistingFileError, SameFileError, WrongKindError
from spie_diag.french import counted, spaced

_REPLACE = click.option("--remplacer", "replace", is_flag=True, help="Remplace le fichier de sortie s’il existe.")


@click.command("import", cls=FrenchCommand)
@click.argument("file", metavar="CLASSEUR", type=click.Path(path_type=Path))
@click.argument("out", metavar="SORTIE.yaml", type=click.Path(path_type=Path))
@_REPLACE
def import_(file: Path, out: Path, replace: bool) -> None:
    """Lit un XLSForm (.xlsx, .xls, .csv, .md) et l’écrit en fichiers de formulaire.

    Une ligne qui ne peut pas être lue est dite avec sa feuille, son numéro et sa colonne, et rien n’est alors écrit.
    Le formulaire lu est vérifié : ce qui reste à corriger est dit aussi. Celui d’un territoire redevient un fichier
    qui s’appuie sur le formulaire commun, et ne dit que ce qui en diffère.
    """
    from spie_diag.forms.checking import check, in_file_order
    from spie_diag.forms.examining import Examined
    from spie_diag.forms.extending import against_core
    from spie_diag.forms.opening import YAML_FILES
    from spie_diag.forms.spreadsheets import import_workbook
    from spie_diag.forms.territory_files import territory_files
    from spie_diag.forms.writing import form_files, write_files

    _check_kind(out, YAML_FILES)
    imported = import_workbook(file)
    form = imported.form
    own = territory_files(form, out)
    texts = own or form_files(form, out)
    _check_free(texts, replace)
    report = Examined(file, form, in_file_order(form, (*imported.remarks, *check(form), *against_core(form))))
    files = write_files(texts, out)
    for line in report.lines():
        click.echo(line)
    click.echo()
    more = f", et {counted(len(files) - 1, 'fichier')} à côté" if len(files) > 1 else ""
    click.echo(spaced(f"Écrit : {out}{more}.{_what_is_in_it(form.settings.get('extends', ''), whole=own is None)}"))
    if report.faults:
        click.echo(spaced(f"À corriger avant de s’en servir : spie-diag form check {out}"))


def _what_is_in_it(core: str, *, whole: bool) -> str:
    """What is said of the files of a form that stands on another."""
    if not core:
        return ""
    if whole:
        return f" « {core} » y est recopié en entier : il n’est pas là, ou ce qui en diffère ne se dit pas à part."
    return f" Seul ce qui diffère de « {core} » y est."


@click.command(cls=FrenchCommand)
@click.argument("file", metavar="FORMULAIRE", type=click.Path(path_type=Path))
@click.argument("out", metavar="SORTIE.xlsx", type=click.Path(path_type=Path))
@_REPLACE
def export(file: Path, out: Path, replace: bool) -> None:
    """Écrit un formulaire en classeur XLSForm, que Kobo et ODK ouvrent.

    Rien n’est perdu : le classeur relu par « form import » redonne le même formulaire. Ce que Kobo et ODK feront
    autrement est dit ; ce qu’ils refuseraient l’est aussi, et rien n’est alors écrit.
    """
    from spie_diag.forms.opening import open_form_file
    from spie_diag.forms.spreadsheets import export_workbook

    _check_kind(out, (".xlsx",))
    if out.exists() and file.exists() and out.samefile(file):
        raise SameFileError(file=out.name)
    form = open_form_file(file)
    _check_free((out,), replace)
    remarks = export_workbook(form, out)
    for remark in remarks:
        click.echo(str(remark))
    if remarks:
        click.echo()
    click.echo(spaced(f"Écrit : {out}."))


def _check_kind(out: Path, endings: tuple[str, ...]) -> None:
    if out.suffix.lower() not in endings:
        raise WrongKindError(file=out.name, endings=" ou ".join(endings))


def _check_free(files: Iterable[Path], replace: bool) -> None:
    """Refuse to write over files unless asked to."""
    for file in files:
        if file.exists() and not replace:
            raise ExistingFileError(file=file.name)
