"""A whole fictional interview in one command: vault, conversation, conclusions, signatures, document, verification."""

import tempfile
from pathlib import Path

import click

from spie_diag.cli.commands import FrenchCommand
from spie_diag.cli.errors import FolderInUseError, NotAFolderError
from spie_diag.cli.window import has_display, open_window
from spie_diag.french import spaced
from spie_diag.paths import shipped


@click.command(cls=FrenchCommand)
@click.option(
    "--out",
    "out",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    help="Dossier de la démonstration (nouveau, ou vide).",
)
@click.option(
    "--cases",
    "cases",
    metavar="FICHIER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Un autre fichier de cas fictifs.",
)
@click.option("--case", "code", metavar="CODE", default="V1", help="Le cas à jouer ; par défaut, V1.")
@click.option("--no-window", is_flag=True, help="N’ouvre pas l’application à la fin.")
@click.pass_context
def demo(context: click.Context, out: Path | None, cases: Path | None, code: str, no_window: bool) -> None:
    """Joue un entretien fictif, de la création du coffre au PDF signé, puis ouvre l’application."""
    from spie_diag.casework.cases import case_in
    from spie_diag.casework.demonstrating import demonstrate

    case = case_in(cases or shipped("resources", "cases", "cas-fictifs.json"), code)
    folder = _folder(out)
    shown = demonstrate(case, folder, progress=lambda step: click.echo(spaced(step)), with_partner=True)
    click.echo("")
    for line in shown.lines():
        click.echo(spaced(line))
    if no_window or not has_display():
        context.exit(0 if shown.went_well else 1)
    context.exit(open_window(shown.vault))


def _folder(out: Path | None) -> Path:
    """A folder of its own, empty.

    Raises:
        NotAFolderError: it is a file.
        FolderInUseError: something is in it already.
        UnwrittenFileError: it cannot be made.
    """
    from spie_diag.casework.errors import UnwrittenFileError

    if out is None:
        return Path(tempfile.mkdtemp(prefix="spie-diag-demo-"))
    try:
        if out.exists() and not out.is_dir():
            raise NotAFolderError(folder=out)
        if out.is_dir() and any(out.iterdir()):
            raise FolderInUseError(folder=out)
        out.mkdir(parents=True, exist_ok=True)
    except OSError as why:
        raise UnwrittenFileError(folder=out) from why
    return out.resolve()
