"""A fictional interview from the first passphrase to the verified PDF, through the functions that the windows use."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from spie_diag.casework import assessing, concluding, interviewing, opening, publishing, receiving, signing_off
from spie_diag.casework.case_files import Case
from spie_diag.casework.casebook import Casebook
from spie_diag.casework.demonstrating_partner import receive_from_partner
from spie_diag.casework.sheet import Sheet, draw
from spie_diag.casework.stories import CastMember, Story, story
from spie_diag.casework.verifying import verify_file
from spie_diag.clock import Clock, SystemClock
from spie_diag.diagnosis.assessment import Level
from spie_diag.diagnosis.hours import exemption_motives
from spie_diag.diagnosis.orientation import Orientation
from spie_diag.followup.review import NextMeeting, suggested_day
from spie_diag.forms.definition import Block, BlockCode, Lead, QuestionCode
from spie_diag.french import long_date
from spie_diag.interview.answers import Answer
from spie_diag.interview.course import CLOSING, Flag, Stage
from spie_diag.interview.people import FieldOfWork, InterviewId, Specialist, Voice
from spie_diag.signing.verdict import Verdict

PASSPHRASES = {
    FieldOfWork.SOCIAL: "quatre arbres verts au bord du canal",
    FieldOfWork.EMPLOYMENT: "sept vélos rouges devant la mairie",
}
"""Public on purpose: a demonstration vault protects nobody."""
_UNNAMED = (
    CastMember("Nadia Témoin", "assistante sociale", "Maison de l’insertion Modèle", FieldOfWork.SOCIAL),
    CastMember("Hugo Spécimen", "conseiller emploi", "Agence Exemple", FieldOfWork.EMPLOYMENT),
)
_SIGNATURE = (
    ((0.12, 0.62), (0.17, 0.30), (0.23, 0.22), (0.26, 0.42), (0.20, 0.70), (0.30, 0.52), (0.36, 0.44), (0.39, 0.60)),
    ((0.39, 0.60), (0.46, 0.42), (0.50, 0.62), (0.57, 0.44), (0.62, 0.62), (0.70, 0.46), (0.78, 0.58), (0.90, 0.38)),
    ((0.18, 0.80), (0.45, 0.77), (0.84, 0.74)),
)
_PREPARED = ("CAD", "IDE", "STA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """What a demonstration left behind, and the verdict on its document."""

    folder: Path
    vault: Path
    signers: Path
    interview: InterviewId
    specialists: tuple[Specialist, ...]
    is_joint: bool
    pdf: Path | None = None
    """None: the person refused the sharing, and there is nothing to sign together."""
    received: Path | None = None
    """What another pair sent, and that the person's file holds too."""
    verdict: Verdict | None = None
    remarks: tuple[str, ...] = ()
    """What may surprise in the result, in French."""
    assumed: tuple[str, ...] = ()
    """What the case left open and the demonstration filled in, in French."""

    @property
    def went_well(self) -> bool:
        """The document holds, or lacks only the signature of a colleague who was not there, or was rightly not made."""
        return self.verdict is None or self.verdict.holds or not self.is_joint

    def lines(self) -> Iterator[str]:
        """Everything a visitor needs: paths, verdict, passphrases."""
        yield f"Dossier de la démonstration : {self.folder}"
        yield f"Coffre : {self.vault}"
        yield f"Document signé : {self.pdf}" if self.pdf else "Document : aucun, il n’y a rien à signer ensemble."
        if self.received:
            yield f"Reçu d’un autre territoire, et repris dans le dossier : {self.received}"
        if self.verdict:
            yield ""
            yield "Vérification du document :"
            yield from (f"  {line}" for line in self.verdict.lines())
        yield from _listed("À savoir :", self.remarks)
        yield from _listed("Le cas n’en disait rien, la démonstration l’a complété :", self.assumed)
        yield ""
        yield "Phrases secrètes de démonstration (fictives) :"
        yield from (f"  {one.name} : {PASSPHRASES[one.field_of_work]}" for one in self.specialists)
        if self.pdf:
            yield ""
            yield f"Vérifier à nouveau : spie-diag verify --signataires {self.signers} {self.pdf}"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield title
        yield from (f"  – {line}" for line in lines)


def demonstrate(
    case: Case,
    folder: Path,
    *,
    clock: Clock | None = None,
    progress: Callable[[str], None] = lambda _step: None,
    with_partner: bool = False,
) -> Demonstration:
    """Play ``case`` in ``folder``, sign it as everybody, export it and verify it; the vault is locked at the end.

    ``with_partner``: another pair sends what it knows of the person, and it is taken into her file.

    Where the person refuses the sharing, the interview stops there: administrative facts only, and no document.

    Raises:
        SpieError: the folder refuses a file.
    """
    told = story(case, opening.common_form())
    player = _Player(told, folder, clock or SystemClock(), progress)
    try:
        return player.play(with_partner=with_partner)
    finally:
        player.lock()


class _Player:
    def __init__(self, told: Story, folder: Path, clock: Clock, progress: Callable[[str], None]) -> None:
        self._story = told
        self._folder = folder
        self._clock = clock
        self._progress = progress
        self._assumed: list[str] = []
        self._casebook: Casebook | None = None

    def lock(self) -> None:
        if self._casebook is not None:
            opening.lock(self._casebook)

    def play(self, *, with_partner: bool) -> Demonstration:
        signers = self._folder / "signataires"
        self._progress("Création du coffre…")
        book = self._open(signers)
        interview = self._receive(book)
        self._agree(book, interview)
        pdf = None if self._story.is_refused else self._held(book, interview)
        received = self._received(book, interview) if with_partner and pdf else None
        return Demonstration(
            folder=self._folder,
            vault=book.vault.folder,
            pdf=pdf,
            received=received,
            signers=signers,
            interview=interview,
            specialists=book.vault.specialists,
            verdict=verify_file(pdf, signers=signers) if pdf else None,
            is_joint=draw(book, interview).pair.is_joint,
            remarks=tuple(self._remarks(book)),
            assumed=tuple(self._assumed),
        )

    def _held(self, book: Casebook, interview: InterviewId) -> Path:
        self._progress("Entretien : parole de la personne, balayage, domaines…")
        self._talk(book, interview)
        self._progress("Regards croisés, restitution, plan d’action…")
        self._conclude(book, interview)
        self._progress("Signatures…")
        sheet = self._sign(book, interview)
        return publishing.export_document(book, interview, self._folder / publishing.proposed_file_name(sheet))

    def _received(self, book: Casebook, interview: InterviewId) -> Path:
        self._progress("Un autre territoire transmet ce qu’il connaît de la personne…")
        return receive_from_partner(book, book.desk(interview).person, self._folder / "autre-territoire", self._clock)

    def _remarks(self, book: Casebook) -> Iterator[str]:
        told, today = self._story, book.clock.now().date()
        if told.is_refused:
            yield "La personne n’accepte pas le partage : seules les informations administratives sont notées."
            yield "Deux entretiens séparés sont à lui proposer, chacun avec un seul professionnel."
        elif told.is_led_alone:
            yield "Un seul professionnel a mené l’entretien : le document dit « diagnostic non conjoint »."
            yield "Il ne porte qu’une signature de professionnel : « spie-diag verify » rend donc le code 1."
        if told.today > today:
            yield (
                f"Le cas se passe le {long_date(told.today, weekday=False)}, et cet ordinateur est au "
                f"{long_date(today, weekday=False)} : les signatures portent la date de l’ordinateur."
            )

    def _open(self, signers: Path) -> Casebook:
        cast = {one.field_of_work: one for one in _UNNAMED} | {one.field_of_work: one for one in self._story.cast}
        founders = [
            opening.NewSpecialist(
                name=one.name,
                structure=one.structure,
                role=one.role,
                field_of_work=one.field_of_work,
                passphrase=PASSPHRASES[one.field_of_work],
            )
            for one in cast.values()
        ]
        self._casebook = opening.create_casebook(
            self._folder / "coffre",
            "Coffre de démonstration",
            founders,
            clock=self._clock,
            signers=signers,
            quick_keys=True,
        )
        return self._casebook

    def _receive(self, book: Casebook) -> InterviewId:
        told = self._story
        person = receiving.add_person(
            book,
            receiving.NewPerson(
                called=told.called,
                family_name=told.family_name,
                first_names=told.first_names,
                born_on=told.born_on,
                commune=told.commune,
            ),
        )
        fields = {one.field_of_work for one in told.cast or (_UNNAMED[:1] if told.is_led_alone else _UNNAMED)}
        present = {one.field_of_work: one.id for one in book.vault.specialists if one.field_of_work in fields}
        sheet = receiving.start_interview(
            book,
            person,
            social=present.get(FieldOfWork.SOCIAL),
            employment=present.get(FieldOfWork.EMPLOYMENT),
            today=told.today,
        )
        return sheet.interview

    def _agree(self, book: Casebook, interview: InterviewId) -> None:
        self._progress("Accord…")
        receiving.go_to(book, interview, Stage.AGREEMENT)
        for block in book.form.blocks:
            if block.code in _PREPARED:
                self._answer(book, interview, block)

    def _talk(self, book: Casebook, interview: InterviewId) -> None:
        told = self._story
        explored = [block for block in book.form.blocks if block.code not in _PREPARED]
        receiving.go_to(book, interview, Stage.EXPLORATION)
        for code, said in told.sweep.items():
            interviewing.sweep(book, interview, code, Voice.PERSON, said)
        for one in draw(book, interview).pair.members:
            self._give_keyboard(book, interview, one)
            for code, said in told.sweep.items():
                interviewing.sweep(book, interview, code, one.voice, said)
        for block in explored:
            self._answer(book, interview, block)

    def _answer(self, book: Casebook, interview: InterviewId, block: Block) -> None:
        codes = [one.code for one in block.questions if one.code in self._story.answers and one.code not in CLOSING]
        if codes:
            self._give_keyboard(book, interview, self._leading(book, interview, block))
        for code in codes:
            if code is not None:
                interviewing.answer(book, interview, code, self._story.answers[code])

    def _leading(self, book: Casebook, interview: InterviewId, block: Block) -> Specialist:
        pair = draw(book, interview).pair
        wanted = pair.employment if block.lead is Lead.EMPLOYMENT else pair.social
        return wanted or pair.members[0]

    @staticmethod
    def _give_keyboard(book: Casebook, interview: InterviewId, one: Specialist) -> None:
        if book.writer != one.id:
            interviewing.pass_keyboard(book, interview, one.id, PASSPHRASES[one.field_of_work])

    def _conclude(self, book: Casebook, interview: InterviewId) -> None:
        told = self._story
        for one in draw(book, interview).pair.members:
            self._give_keyboard(book, interview, one)
            for view in told.views:
                if view.voice is one.voice:
                    reason = self._anchor(book, view.block, view.level)
                    assessing.give_view(book, interview, view.block, view.level, strength=view.strength, reason=reason)
        receiving.go_to(book, interview, Stage.CROSSED_VIEWS)
        assessing.reveal(book, interview)
        for agreed in told.conclusions:
            text = agreed.text or self._anchor(book, agreed.block, agreed.level)
            concluding.conclude(book, interview, agreed.block, agreed.level, strength=agreed.strength, text=text)
        if told.priorities:
            concluding.choose_priorities(book, interview, told.priorities)
        self._read_back(book, interview)
        self._plan(book, interview)
        self._fill_in(book, interview)

    @staticmethod
    def _anchor(book: Casebook, block: BlockCode, level: Level | None) -> str:
        return book.form.by_code[block].anchors[level] if level is not None else ""

    def _read_back(self, book: Casebook, interview: InterviewId) -> None:
        told = self._story
        receiving.go_to(book, interview, Stage.RESTITUTION)
        for view in told.person_views:
            assessing.give_person_view(book, interview, view.block, view.level, strength=view.strength)
        concluding.write_strengths(book, interview, told.strengths)
        concluding.write_synthesis(book, interview, "short", told.short_synthesis)
        concluding.write_synthesis(book, interview, "shareable", told.short_synthesis)
        for code in sorted(CLOSING):
            if code in told.answers:
                interviewing.answer(book, interview, code, told.answers[code])

    def _plan(self, book: Casebook, interview: InterviewId) -> None:
        told = self._story
        receiving.go_to(book, interview, Stage.PLAN)
        concluding.propose_orientation(book, interview, told.orientation)
        for goal in told.goals:
            concluding.set_goal(book, interview, goal)
        if told.next_meeting:
            concluding.set_next_meeting(book, interview, told.next_meeting)

    def _fill_in(self, book: Casebook, interview: InterviewId) -> None:
        """What every interview needs before signing and short cases leave out; said aloud in the output."""
        sheet = draw(book, interview)
        if sheet.next_meeting is None:
            on = suggested_day(sheet.today, sheet.orientation.proposal, sheet.person.age(sheet.today))
            concluding.set_next_meeting(book, interview, NextMeeting(on=on))
            self._assumed.append("une prochaine rencontre")
        may_be_waived = sheet.orientation.hours.kind is not None or bool(exemption_motives(sheet.state))
        completed, assumed = _completed(sheet.orientation, may_be_waived=may_be_waived)
        if assumed:
            concluding.propose_orientation(book, interview, completed)
            self._assumed += assumed
        for code, words in _ASSUMED_ANSWERS.items():
            if code not in self._story.answers:
                interviewing.answer(book, interview, code, Answer(value="oui"))
                self._assumed.append(words)
        self._settle(book, interview)

    def _settle(self, book: Casebook, interview: InterviewId) -> None:
        """What still blocks the signature: a remark to write, domains to speak of another day."""
        for point in draw(book, interview).checklist:
            if point.blocking and point.question == _REMARK:
                interviewing.answer(book, interview, _REMARK, Answer(value="Rien à ajouter pour le moment."))
                self._assumed.append("la remarque de la personne")
            elif point.blocking and point.stage is Stage.CROSSED_VIEWS and point.block:
                interviewing.flag(book, interview, point.block, Flag.NOT_TODAY, on=True)
                self._assumed.append(f"« {book.form.by_code[point.block].label} » remis à une autre fois")

    def _sign(self, book: Casebook, interview: InterviewId) -> Sheet:
        receiving.go_to(book, interview, Stage.SIGNATURES)
        sheet = signing_off.person_signs(book, interview, _SIGNATURE)
        for one in sheet.pair.members:
            sheet = signing_off.specialist_signs(book, interview, one.id, PASSPHRASES[one.field_of_work])
        return sheet


_ASSUMED_ANSWERS: Mapping[QuestionCode, str] = {
    QuestionCode("CAD-08"): "l’information sur les données, donnée",
    QuestionCode("CAD-09"): "l’accord de la personne au partage",
    QuestionCode("ATT-08"): "l’accord de la personne sur la synthèse",
}


_REMARK = QuestionCode("ATT-09")


def _completed(proposal: Orientation, *, may_be_waived: bool) -> tuple[Orientation, list[str]]:
    """The orientation with what signing asks for, and what was added to it."""
    assumed = []
    if not proposal.referent:
        proposal = replace(proposal, referent="À désigner")
        assumed.append("une personne référente « à désigner »")
    if proposal.is_settled and not proposal.reason:
        proposal = replace(proposal, reason="Proposé ensemble à l’issue de l’entretien.")
        assumed.append("le motif du parcours proposé")
    if may_be_waived and not proposal.hours.exemption_presented:
        proposal = replace(proposal, hours=replace(proposal.hours, exemption_presented=True))
        assumed.append("la possibilité d’être dispensé·e d’heures, présentée")
    return proposal, assumed
