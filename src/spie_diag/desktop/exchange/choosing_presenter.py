"""Decides what leaves for one recipient: every choice is a new selection, shown at once, and can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from spie_diag.casework.profiles import SPECIALITIES, Profile
from spie_diag.casework.selecting import Selection
from spie_diag.desktop.exchange.offered import leaving_of, signing_of
from spie_diag.desktop.exchange.purposes import PURPOSES
from spie_diag.desktop.exchange.shown import LeavingShown, Prepared, ProfileShown, RecipientShown, Situation
from spie_diag.desktop.work import Work
from spie_diag.errors import SpieError
from spie_diag.forms.definition import BlockCode
from spie_diag.interview.people import InterviewId, Specialist

if TYPE_CHECKING:
    from spie_diag.casework.casebook import Casebook
    from spie_diag.casework.offering import Offer
    from spie_diag.casework.recipients import KnownRecipient
    from spie_diag.documents.picturing import Picture

_MOST_UNDONE = 50
_MOST_PROPOSED = 6


class RecipientScreen(Protocol):
    def show_profiles(self, profiles: Sequence[ProfileShown]) -> None: ...

    def show_recipient(self, shown: RecipientShown) -> None: ...

    def say_recipient_missing(self) -> None: ...


class LeavingScreen(Protocol):
    def show_leaving(self, shown: LeavingShown) -> None: ...

    def show_pages(self, pages: "Sequence[Picture]") -> None: ...

    def show_pages_coming(self) -> None: ...

    def show_error(self, error: SpieError) -> None: ...


@dataclass(frozen=True, slots=True)
class Offered:
    """What one selection lets out, and who may sign it."""

    offer: "Offer" = field(repr=False)
    possible: tuple[Specialist, ...] = field(repr=False)
    """In the order in which they would sign."""
    proposed: tuple[Specialist, ...] = field(repr=False)


@dataclass
class ChoosingPresenter:
    recipient: RecipientScreen
    leaving: LeavingScreen
    casebook: "Casebook" = field(repr=False)
    work: Work = field(repr=False)
    interview: InterviewId
    selection: Selection = field(
        default_factory=lambda: Selection(profile=Profile.FRANCE_TRAVAIL, recipient=""), repr=False
    )
    changed: Callable[[], None] = lambda: None
    """Something else is chosen, or shown."""
    is_watched: bool = False
    """Whether the pages are in sight: elsewhere nobody waits for them."""
    offer: "Offer | None" = field(default=None, repr=False)
    """What the screen shows of the selection; None until it is drawn."""
    hands: str | None = None
    """Who will sign, as ``offered.code_of`` names them; None as long as nobody chose."""
    _seen: Prepared | None = field(default=None, repr=False)
    """Of which the pages were shown last."""
    _possible: tuple[Specialist, ...] = field(default=(), repr=False)
    _proposed_hands: tuple[Specialist, ...] = field(default=(), repr=False)
    _situation: Situation | None = field(default=None, repr=False)
    _known: "tuple[KnownRecipient, ...]" = field(default=(), repr=False)
    _before: list[tuple[str, Selection, str | None]] = field(default_factory=list, repr=False)
    """What was chosen before each change, with the kind of change: the typing of one text is one change."""
    _width_px: int = 700

    def begin(self, situation: Situation, known: "tuple[KnownRecipient, ...]") -> None:
        """The interview is known: offer the recipients that it may leave for."""
        self._situation, self._known = situation, known
        if situation.only_hers:
            self.selection = _hers(situation)
        self._show()
        self.work.run(_get_ready, then=lambda _nothing: None, failed=self.leaving.show_error)

    def know(self, known: "tuple[KnownRecipient, ...]") -> None:
        """There is one more name to propose."""
        self._known = known
        self._show()

    @property
    def signers(self) -> tuple[Specialist, ...]:
        """Who will sign, in order; at least one of those who may, except on her own copy."""
        if self.hands is None:
            return self._proposed_hands
        chosen = signing_of(self.hands, [one.id for one in self._possible])
        signing = tuple(one for one in self._possible if one.id in chosen)
        return signing if signing or self.selection.profile is Profile.PERSON else self._proposed_hands

    @property
    def prepared(self) -> Prepared:
        return Prepared(self.selection, tuple(one.id for one in self.signers))

    def is_seen(self) -> bool:
        """Whether the pages in sight are those that would leave."""
        return self.offer is not None and self._seen == self.prepared

    def take_up(self, selection: Selection, hands: str | None) -> None:
        """As it was before a lock; what she may no longer let go stays."""
        if self._situation is not None and not (self._situation.only_hers and selection.profile is not Profile.PERSON):
            self._set("", selection, hands)

    def start_again(self) -> None:
        """Another document: nothing of what she let go for the last one is taken for granted."""
        self._before.clear()
        self.selection = replace(self.selection, recipient="", purpose="", ticked=frozenset(), removed=frozenset())
        if self.selection.profile is Profile.PERSON and self._situation is not None:
            self.selection = _hers(self._situation)
        self._seen = self.hands = None
        self._show()

    def choose_profile(self, code: str) -> None:
        """Another kind of recipient; the name, and what was ticked, were those of the former one."""
        profile = Profile(code)
        if profile is self.selection.profile or self._situation is None:
            return
        chosen = replace(
            self.selection,
            profile=profile,
            recipient="",
            purpose="",
            speciality=SPECIALITIES[0] if profile is Profile.SPECIALISED else None,
            ticked=frozenset(),
        )
        hers = replace(_hers(self._situation), removed=chosen.removed)
        self._set("", hers if profile is Profile.PERSON else chosen, None)

    def name(self, recipient: str) -> None:
        self._set("recipient", replace(self.selection, recipient=recipient), self.hands)

    def choose_known(self, recipient: str) -> None:
        """A name used before; never what it was for, which somebody wrote of another person."""
        known = next((one for one in self._proposed() if one.recipient == recipient), None)
        if known is not None:
            speciality = known.speciality if self.selection.profile is Profile.SPECIALISED else None
            chosen = replace(self.selection, recipient=recipient, speciality=speciality)
            self._set("", chosen, self.hands)

    def say_purpose(self, purpose: str) -> None:
        self._set("purpose", replace(self.selection, purpose=purpose), self.hands)

    def choose_speciality(self, block: str) -> None:
        self._set("", replace(self.selection, speciality=BlockCode(block), ticked=frozenset()), self.hands)

    def choose_hands(self, code: str) -> None:
        """Who will sign: the pages have a place for each of them."""
        self._set("", self.selection, code)

    def tick(self, code: str, on: bool) -> None:
        """One restricted thing that she lets go, or keeps."""
        ticked = self.selection.ticked | {code} if on else self.selection.ticked - {code}
        self._set("", replace(self.selection, ticked=ticked), self.hands)

    def remove(self, block: BlockCode) -> None:
        """She takes a whole domain out."""
        self._set("", replace(self.selection, removed=self.selection.removed | {block}), self.hands)

    def put_back(self, block: BlockCode) -> None:
        self._set("", replace(self.selection, removed=self.selection.removed - {block}), self.hands)

    def undo(self) -> None:
        """Take the last change back."""
        if self._before:
            _, self.selection, self.hands = self._before.pop()
            self._show()

    def is_named(self) -> bool:
        """Whether it is known for whom it is; otherwise the page asks."""
        named = bool(self.selection.recipient.strip())
        if not named:
            self.recipient.say_recipient_missing()
        return named

    def watch(self, width_px: int) -> None:
        """Somebody looks at the pages, ``width_px`` wide."""
        is_other_width = width_px != self._width_px
        self.is_watched, self._width_px = True, width_px
        if not self.is_seen() or is_other_width:
            self._draw_pages()

    def look_away(self) -> None:
        self.is_watched = False

    def _set(self, kind: str, chosen: Selection, hands: str | None) -> None:
        if chosen == self.selection and hands == self.hands:
            return
        goes_on = bool(kind) and bool(self._before) and self._before[-1][0] == kind
        if not goes_on:
            self._before.append((kind, self.selection, self.hands))
            del self._before[:-_MOST_UNDONE]
        self.selection, self.hands = chosen, hands
        self._show()

    def _show(self) -> None:
        situation = self._situation
        if situation is None:
            return
        possible = (Profile.PERSON,) if situation.only_hers else tuple(Profile)
        self.recipient.show_profiles(
            [ProfileShown(code=one.value, title=one.label, is_possible=one in possible) for one in Profile]
        )
        self.recipient.show_recipient(self._recipient_shown())
        self.offer = None
        self.changed()
        chosen = self.selection
        task = partial(self._offered, chosen)
        self.work.run(task, then=partial(self._show_offer, chosen), failed=self.leaving.show_error)

    def _recipient_shown(self) -> RecipientShown:
        chosen = self.selection
        titles = self.offer_titles
        return RecipientShown(
            code=chosen.profile.value,
            recipient=chosen.recipient,
            purpose=chosen.purpose,
            speciality=chosen.speciality or "",
            known=tuple(one.recipient for one in self._proposed()),
            purposes=PURPOSES[chosen.profile],
            specialities=tuple((code, titles.get(code, code)) for code in SPECIALITIES)
            if chosen.profile is Profile.SPECIALISED
            else (),
        )

    def _proposed(self) -> "tuple[KnownRecipient, ...]":
        return tuple(one for one in self._known if one.profile is self.selection.profile)[:_MOST_PROPOSED]

    @property
    def offer_titles(self) -> dict[BlockCode, str]:
        """The domains by their name in the form of this interview."""
        return {block.code: block.label for block in self.casebook.form.blocks}

    def _offered(self, chosen: Selection) -> Offered | None:
        """Nothing for a choice that another one followed."""
        from spie_diag.casework.extracting import possible_signers, proposed_signers
        from spie_diag.casework.offering import offer_of
        from spie_diag.casework.sheet import draw

        if chosen is not self.selection:
            return None
        book, interview = self.casebook, self.interview
        return Offered(
            offer_of(draw(book, interview), chosen),
            possible_signers(book, interview, chosen),
            proposed_signers(book, interview, chosen),
        )

    def _show_offer(self, chosen: Selection, offered: Offered | None) -> None:
        if offered is None or chosen is not self.selection:
            return
        self.offer = offered.offer
        self._possible, self._proposed_hands = offered.possible, offered.proposed
        self.leaving.show_leaving(leaving_of(offered.offer, self.prepared, self._possible, can_undo=bool(self._before)))
        self.changed()
        if self.is_watched:
            self._draw_pages()

    def _draw_pages(self) -> None:
        self.leaving.show_pages_coming()
        prepared, width = self.prepared, self._width_px
        task = partial(self._pages, prepared, self.signers, width)
        self.work.run(task, then=partial(self._show_pages, prepared, width), failed=self._no_pages)

    def _pages(
        self, prepared: Prepared, signers: tuple[Specialist, ...], width_px: int
    ) -> "tuple[Picture, ...] | None":
        from spie_diag.casework.previewing import preview_pages

        if prepared != self.prepared or width_px != self._width_px:
            return None
        return preview_pages(self.casebook, self.interview, prepared.selection, signers, width_px)

    def _show_pages(self, prepared: Prepared, width_px: int, pages: "tuple[Picture, ...] | None") -> None:
        if pages is None or prepared != self.prepared or width_px != self._width_px:
            return
        self._seen = prepared
        self.leaving.show_pages(pages)
        self.changed()

    def _no_pages(self, error: SpieError) -> None:
        self._seen = None
        self.leaving.show_error(error)
        self.changed()


def _hers(situation: Situation) -> Selection:
    """Her own copy, whole."""
    purpose = PURPOSES[Profile.PERSON][0]
    return Selection(profile=Profile.PERSON, recipient=situation.called, purpose=purpose)


def _get_ready() -> None:
    from spie_diag.casework.previewing import get_ready

    get_ready()
