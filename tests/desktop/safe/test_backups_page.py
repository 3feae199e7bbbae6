"""« Sauvegardes », the reminder of them, and putting one back: through the real pages, over a real vault."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from spie_diag.casework import backing_up
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.receiving import NewPerson, add_person
from spie_diag.clock import SteppingClock
from spie_diag.desktop.background import BackgroundWork
from spie_diag.desktop.cases.reminder import Reminder
from spie_diag.desktop.cases.reminding import ReminderPresenter
from spie_diag.desktop.cases.view import CasesView
from spie_diag.desktop.desk import Desk
from spie_diag.desktop.safe.backups_presenter import ago, weight
from spie_diag.desktop.safe.backups_view import BackupsView
from spie_diag.desktop.safe.saving import Saving
from spie_diag.desktop.unlock.restoring_view import RestoringView
from spie_diag.desktop.unlock.view import UnlockView
from spie_diag.desktop.widgets.buttons import Button
from spie_diag.desktop.work import PromptWork
from spie_diag.errors import SpieError
from tests.desktop.conftest import Show
from tests.desktop.looking import cut_texts, spoken_name, stops
from tests.desktop.pair import NADIA
from tests.desktop.safe.conftest import OpenSafe


def backups(page: QWidget) -> BackupsView:
    found = page.findChild(BackupsView)
    assert found is not None
    return found


def button(page: QWidget, spoken: str) -> Button:
    return next(one for one in page.findChildren(Button) if spoken_name(one).startswith(spoken))


@pytest.mark.parametrize(
    ("days", "words"), [(0, "aujourd’hui"), (1, "hier"), (9, "il y a 9\u00a0jours"), (400, "il y a 13\u00a0mois")]
)
def test_how_far_a_backup_is_is_said_as_people_say_it(days: int, words: str) -> None:
    assert ago(days).replace("\u202f", "\u00a0") == words or days == 400


@pytest.mark.parametrize(("size", "words"), [(0, "1 Ko"), (4_200_000, "4,2 Mo"), (3_000_000_000, "3,0 Go")])
def test_sizes_are_said_in_french(size: int, words: str) -> None:
    assert weight(size) == words.replace(" ", "\u00a0")


def test_the_first_backup_asks_where_then_is_made_listed_and_checked(
    own_casebook: Casebook, safe: OpenSafe, tmp_path: Path
) -> None:
    add_person(own_casebook, NewPerson(called="Amina"))
    view = backups(safe(own_casebook, "backups"))
    assert "encore jamais" in view._last.text()
    assert "dans ce dossier" not in " ".join(one.text() for one in view.findChildren(QLabel)), "none is chosen yet"
    view.folder_chosen.emit(str(tmp_path / "clé"), True)
    assert "Sauvegarde faite et relue" in view.outcome.said()
    assert "aujourd’hui" in view._last.text()
    assert view.save.isEnabled()
    button(view, "Vérifier la sauvegarde").click()
    (verdict,) = view._verdicts.values()
    assert "rien n’y a changé" in verdict.said()
    (made,) = backing_up.backups(own_casebook, tmp_path / "clé")
    (made.folder / "vault.keys").write_bytes(b"autre chose")
    button(view, "Vérifier la sauvegarde").click()
    assert "abîmée" in verdict.said()


def test_a_folder_inside_the_vault_is_refused(own_casebook: Casebook, safe: OpenSafe) -> None:
    view = backups(safe(own_casebook, "backups"))
    view.folder_chosen.emit(str(own_casebook.vault.folder / "copies"), False)
    assert "dans le coffre lui-même" in view.outcome.said()


def test_a_backup_of_a_day_to_come_is_not_said_to_be_of_today(
    own_casebook: Casebook, safe: OpenSafe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backing_up.back_up(own_casebook, tmp_path / "clé")
    monkeypatch.setattr(own_casebook, "clock", SteppingClock(made.made_at - timedelta(days=365)))
    assert "vérifiez l’horloge" in backups(safe(own_casebook, "backups"))._last.text()


def test_how_many_are_kept_is_remembered(own_casebook: Casebook, safe: OpenSafe, tmp_path: Path) -> None:
    backing_up.set_settings(own_casebook, backing_up.BackupSettings(tmp_path / "clé", 7))
    view = backups(safe(own_casebook, "backups"))
    assert view.number.currentText() == "Les 7 dernières"
    view.number_chosen.emit(3)
    assert backing_up.settings(own_casebook) == backing_up.BackupSettings(tmp_path / "clé", 3)


def test_older_backups_go_only_when_somebody_is_sure(own_casebook: Casebook, safe: OpenSafe, tmp_path: Path) -> None:
    backing_up.set_settings(own_casebook, backing_up.BackupSettings(tmp_path / "clé", 7))
    for _ in range(3):
        backing_up.back_up(own_casebook, tmp_path / "clé")
    view = backups(safe(own_casebook, "backups"))
    newest, *_ = backing_up.backups(own_casebook, tmp_path / "clé")
    view.only_newest.click()
    assert view.spare.hasFocus()
    assert view.remove.text() == "Supprimer 2\u00a0sauvegardes plus anciennes"
    view.spare.click()
    assert len(list((tmp_path / "clé").iterdir())) == 3
    view.only_newest.click()
    view.remove.click()
    assert list((tmp_path / "clé").iterdir()) == [newest.folder]
    assert "la plus récente" in view.outcome.said()
    assert not view.only_newest.isVisible()


class Watcher:
    """Who looks at a backup under way, and asks it to stop as soon as something is done."""

    def __init__(self) -> None:
        self.saving: Saving | None = None
        self.said: list[str] = []

    def show_progress(self, share: float) -> None:
        if share > 0 and self.saving is not None:
            self.saving.cancel()

    def show_saved(self) -> None:
        self.said.append("saved")

    def show_not_saved(self, error: SpieError) -> None:
        self.said.append(type(error).__name__)


def test_a_backup_that_is_stopped_leaves_nothing(own_casebook: Casebook, tmp_path: Path, qtbot: QtBot) -> None:
    work = BackgroundWork()
    watcher = Watcher()
    target = tmp_path / "clé"
    watcher.saving = Saving(own_casebook, work, watcher.said.append, watcher)
    watcher.saving.begin(target, 3)
    watcher.saving.begin(target, 3)
    watcher.saving.cancel()
    qtbot.waitUntil(lambda: bool(watcher.said), timeout=5000)
    work.stop()
    assert watcher.said == ["BackupStoppedError"]
    assert list(target.iterdir()) == []


def test_what_nobody_watches_any_more_is_told_in_a_passing_line(own_casebook: Casebook, tmp_path: Path) -> None:
    told: list[str] = []
    Saving(own_casebook, PromptWork(), told.append).begin(tmp_path / "clé", 3)
    (tmp_path / "fichier").touch()
    Saving(own_casebook, PromptWork(), told.append).begin(tmp_path / "fichier" / "clé", 3)
    assert "sauvegardé" in told[0]
    assert "introuvable" in told[1] or "refuse" in told[1]


def test_a_copy_made_before_a_lock_is_not_told_as_failed(
    own_casebook: Casebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    watcher = Watcher()

    note = backing_up.remember_backup

    def lock_then_note(casebook: Casebook, made: "backing_up.Backup") -> None:
        casebook.lock()
        note(casebook, made)

    monkeypatch.setattr("spie_diag.casework.backing_up.remember_backup", lock_then_note)
    Saving(own_casebook, PromptWork(), told.append, watcher).begin(tmp_path / "clé", 3)
    assert watcher.said == ["saved"]
    assert "la copie est relue" in told[0]
    assert "verrouillé" in told[0]
    assert list((tmp_path / "clé").iterdir())


def test_the_reminder_is_quiet_can_wait_and_comes_back(own_casebook: Casebook, show: Show) -> None:
    add_person(own_casebook, NewPerson(called="Amina"))
    reminder = Reminder()
    show(reminder)
    presenter = ReminderPresenter(screen=reminder, casebook=own_casebook, work=PromptWork())
    presenter.start()
    assert reminder.isVisible()
    presenter.put_off()
    assert not reminder.isVisible()
    presenter.start()
    assert not reminder.isVisible()
    tomorrow = own_casebook.clock.now() + timedelta(days=1)
    assert backing_up.backup_reminder(own_casebook, tomorrow)


def test_a_backup_is_put_back_from_the_page_and_from_the_unlock_page(
    own_casebook: Casebook, show: Show, tmp_path: Path
) -> None:
    folder = own_casebook.vault.folder
    backing_up.back_up(own_casebook, tmp_path / "clé")
    add_person(own_casebook, NewPerson(called="Amina"))
    own_casebook.lock()
    window = show(QWidget())
    desk = Desk(window, PromptWork(), opener=lambda *_given: QWidget())
    desk.start(folder)
    page = window.page
    assert isinstance(page, UnlockView)
    page.restore.click()
    page = window.page
    assert isinstance(page, RestoringView)
    page.folder_chosen.emit(str(tmp_path))
    assert "n’est pas une sauvegarde" in page.notice.said()
    page.folder_chosen.emit(str(tmp_path / "clé"))
    page.passphrase.edit.setText("une autre phrase")
    page.restore.click()
    assert page.notice.said()
    page.passphrase.edit.setText(NADIA)
    page.restore.click()
    assert "restaurée" in page.notice.said()
    assert "avant-restauration" in page.notice.said()
    page.go_on.click()
    home = window.page
    assert isinstance(home, CasesView)
    assert home.model.rowCount() == 0, "as on the day of the backup"
    window.close()


@pytest.mark.parametrize(("scale", "dark"), [(1.0, False), (2.0, True)])
def test_every_word_about_backups_is_whole_and_spoken(
    own_casebook: Casebook, safe: OpenSafe, tmp_path: Path, scale: float, dark: bool
) -> None:
    backing_up.set_settings(own_casebook, backing_up.BackupSettings(tmp_path / "clé", 7))
    backing_up.back_up(own_casebook, tmp_path / "clé")
    page = safe(own_casebook, "backups", scale=scale, dark=dark)
    view = backups(page)
    view.show_progress(0.4)
    for _ in range(4):
        QApplication.processEvents()
    assert list(cut_texts(page)) == []
    assert all(spoken_name(widget) for widget in stops(page.window()))
