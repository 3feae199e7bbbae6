"""The specialist's side of an authority: asking to be certified, and signing with what it issued."""

from datetime import datetime
from pathlib import Path

import click

from spie_diag.cli.asking import agree
from spie_diag.cli.commands import FrenchCommand
from spie_diag.cli.vault_opening import Opener, opened, opener_options, vault_option
from spie_diag.french import long_date, spaced

_FILE = click.Path(path_type=Path)


@click.command(cls=FrenchCommand)
@click.argument("target", metavar="DOSSIER", type=_FILE)
@vault_option
@opener_options
def request(target: Path, folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Écrit la demande de certificat d’un professionnel, à remettre à l’autorité.

    DOSSIER reçoit le fichier : une clé USB, par exemple. Rien de secret n’y est écrit.
    """
    from spie_diag.casework.certifying import in_groups
    from spie_diag.casework.identities import write_request

    with opened(folder, Opener(name, reads_stdin)) as casebook:
        written = write_request(casebook, casebook.writer, target)
    click.echo(spaced(f"Demande à remettre à l’autorité : {written.file}"))
    click.echo(spaced(f"  Clé : {in_groups(written.key_fingerprint)}"))
    click.echo(spaced("L’autorité vous demandera de lire cette clé, par téléphone ou de vive voix."))


@click.command(cls=FrenchCommand)
@click.argument("certificate", metavar="CERTIFICAT.pem", type=_FILE)
@click.option("--oui", "--yes", "is_agreed", is_flag=True, help="Accepte ce qui est montré sans demander.")
@vault_option
@opener_options
def accept(certificate: Path, is_agreed: bool, folder: Path, name: str | None, reads_stdin: bool) -> None:
    """Signe désormais avec le certificat que l’autorité a délivré pour la clé du coffre.

    L’empreinte de l’autorité se compare avant d’accepter. Ce qui était signé avant tient toujours.
    """
    from spie_diag.casework.certifying import in_groups
    from spie_diag.casework.identities import offered_certificate, take_in_certificate

    with opened(folder, Opener(name, reads_stdin)) as casebook:
        offered = offered_certificate(casebook, casebook.writer, certificate)
        click.echo(spaced(f"Délivré par : {offered.issued_by or 'une autorité sans nom'}"))
        click.echo(spaced(f"  Empreinte de l’autorité : {in_groups(offered.authority_fingerprint)}"))
        click.echo(spaced(f"  Vaut jusqu’au {_day(offered.valid_until)}."))
        agree("Signer désormais avec ce certificat ?", is_agreed=is_agreed)
        take_in_certificate(casebook, casebook.writer, certificate, compared=offered.authority_fingerprint)
    click.echo(spaced("Ce certificat signera les prochains documents."))


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone().date(), weekday=False)
