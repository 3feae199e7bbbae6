"""Asking whoever is at the keyboard: a passphrase that is not shown, a yes."""

import sys

import click

from spie_diag.cli.errors import (
    DeclinedError,
    DifferentPassphrasesError,
    NobodyToAskError,
    NoTerminalError,
    NoTerminalForWordsError,
)
from spie_diag.french import spaced


def passphrase(what: str, *, reads_stdin: bool, is_new: bool = False) -> str:
    """Asked without showing it, twice where it is new; or the first line of the standard input.

    Raises:
        NoTerminalError: there is nobody to ask.
        DifferentPassphrasesError: the second time, something else was typed.
    """
    if reads_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise NoTerminalError
    typed = _hidden(f"Phrase secrète {what}")
    if is_new and _hidden("La même, encore une fois") != typed:
        raise DifferentPassphrasesError
    return typed


def sheet_words(*, reads_stdin: bool) -> str:
    """The words of a recovery sheet, asked one by one without showing them; or the first line of the standard input.

    A word that is on no sheet is asked for again at once.

    Raises:
        NoTerminalForWordsError: there is nobody to ask.
    """
    if reads_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise NoTerminalForWordsError
    from spie_diag.casework.keys import SHEET_WORDS, look_up

    click.echo(spaced("Les mots de la fiche de secours, sans les montrer ; quatre lettres suffisent."), err=True)
    words: list[str] = []
    while len(words) < SHEET_WORDS:
        for typed in _hidden(f"Mot n° {len(words) + 1}").split():  # several at once are the next ones
            read = look_up(typed)
            if read.meant is None:
                near = f" Vouliez-vous dire « {read.proposed} » ?" if read.proposed else ""
                click.echo(spaced(f"Le mot n° {len(words) + 1} n’est pas de la fiche.{near}"), err=True)
                break
            words.append(read.meant)
    return " ".join(words)


def _hidden(label: str) -> str:
    typed: str = click.prompt(spaced(label), hide_input=True, prompt_suffix="\u00a0: ", err=True)
    return typed


def agree(question: str, *, is_agreed: bool) -> None:
    """Go on only if whoever is at the keyboard says « oui », or said so in the command.

    Raises:
        NobodyToAskError: there is nobody to ask.
        DeclinedError: the answer is anything else.
    """
    if is_agreed:
        return
    if not sys.stdin.isatty():
        raise NobodyToAskError
    answer: str = click.prompt(spaced(f"{question} (oui ou non)"), prompt_suffix="\u00a0: ", err=True)
    if answer.strip().casefold() not in {"oui", "o"}:
        raise DeclinedError
