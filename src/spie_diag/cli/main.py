"""The ``spie-diag`` command: the app by default, and the work without windows."""

import codecs
import errno
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

import click

from spie_diag.cli.authority import authority
from spie_diag.cli.cases import cases
from spie_diag.cli.commands import FrenchGroup, refusal
from spie_diag.cli.demo import demo
from spie_diag.cli.documents import prove, verify
from spie_diag.cli.errors import FullDiskError, WrongCommandError
from spie_diag.cli.exchange import open_envelope, schema, seal, take_back, take_in
from spie_diag.cli.forms import form
from spie_diag.cli.trust import forget, known, revocations, trust
from spie_diag.cli.vault import vault
from spie_diag.errors import SpieError
from spie_diag.french import spaced
from spie_diag.secrecy import forbid_dumps, lock_no_memory


@click.group(cls=FrenchGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--coffre", "opened", metavar="DOSSIER", type=click.Path(path_type=Path), help="Dossier du coffre à ouvrir."
)
@click.version_option(package_name="spie-diag", message="SPIE Diag %(version)s", help="Affiche la version.")
@click.pass_context
def cli(context: click.Context, opened: Path | None) -> None:
    """SPIE Diag : deux regards, une conversation.

    Sans commande, ouvre l’application.
    """
    if context.invoked_subcommand is None:
        from spie_diag.cli.window import open_window

        context.exit(open_window(opened))


cli.add_command(demo)
cli.add_command(verify)
cli.add_command(prove)
cli.add_command(cases)
cli.add_command(form)
cli.add_command(vault)
cli.add_command(schema)
cli.add_command(seal)
cli.add_command(open_envelope)
vault.add_command(take_in)
vault.add_command(take_back)
cli.add_command(authority)
for _command in (trust, known, revocations, forget):
    authority.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; what is wrong with the world is one French sentence on the error output, and exit code 1."""
    forbid_dumps()
    lock_no_memory()
    _let_every_letter_out()
    try:
        code = cli.main(args=list(arguments) if arguments is not None else None, standalone_mode=False)
    except SpieError as error:
        _refuse(error)
    except click.UsageError as error:
        _refuse(refusal(error, error.ctx))
    except click.FileError as error:
        _refuse(
            WrongCommandError(problem=f"le fichier « {error.ui_filename} » ne peut pas être lu", help="spie-diag -h")
        )
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _refuse(FullDiskError())
    except (click.Abort, KeyboardInterrupt):
        click.echo(spaced("Interrompu à votre demande."), err=True)
        sys.exit(130)
    else:
        sys.exit(code if isinstance(code, int) else 0)


def _let_every_letter_out() -> None:
    """Files and pipes get UTF-8 wherever they are made, as JSON must be; a terminal shows what it can of it.

    A Windows machine would encode them as cp1252, which has no narrow space, no arrow and no Arabic. A lone surrogate,
    of a file's name or of a text, comes out as JSON escapes it: no encoding has one.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            if codecs.lookup(stream.encoding).name == "utf-8":
                stream.reconfigure(errors="backslashreplace")
            elif stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _refuse(error: SpieError) -> None:
    from spie_diag.casework.repairing import is_damage

    click.echo(str(error), err=True)
    if is_damage(error):
        click.echo(spaced("Commandes : spie-diag vault salvage, spie-diag vault restore."), err=True)
    sys.exit(1)
