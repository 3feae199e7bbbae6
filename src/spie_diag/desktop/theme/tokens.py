"""Every colour, size and weight of the windows: the only file of the desktop where a colour is written."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

FAMILY: Final = "Atkinson Hyperlegible Next"
"""What the specialists read."""
FAMILY_PERSON: Final = "Andika"
"""What the person reads: the letters taught at school, a zero without a bar."""

CONTROL_PX: Final = 40
CHIP_PX: Final = 34
ROW_PX: Final = 58
TARGET_PX: Final = 24
"""No target is smaller. Source: WCAG 2.2, criterion 2.5.8."""

TEXT_SCALES: Final = (0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)


class Gap(int, Enum):
    """Distances between things, in pixels, on a grid of four: they do not grow with the text."""

    TIGHT = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    WIDE = 24
    VAST = 32
    PAGE = 48


class Radius(int, Enum):
    INNER = 6
    CONTROL = 8
    BLOCK = 10
    CARD = 12


class Text(Enum):
    """What a text is for; the value names it in the style sheet."""

    CAPTION = "caption"
    SMALL = "small"
    BODY = "body"
    STRONG = "strong"
    LEAD = "lead"
    H3 = "h3"
    H2 = "h2"
    H1 = "h1"
    DISPLAY = "display"
    PERSON_DETAIL = "person-detail"
    PERSON_LINE = "person-line"
    PERSON_TITLE = "person-title"

    @property
    def is_for_the_person(self) -> bool:
        return self.value.startswith("person-")


SIZES: Final[dict[Text, tuple[float, int]]] = {
    Text.CAPTION: (12.5, 400),
    Text.SMALL: (13.5, 400),
    Text.BODY: (15, 400),
    Text.STRONG: (15, 600),
    Text.LEAD: (17, 400),
    Text.H3: (17, 600),
    Text.H2: (20, 600),
    Text.H1: (26, 600),
    Text.DISPLAY: (34, 600),
    Text.PERSON_DETAIL: (27, 400),
    Text.PERSON_LINE: (31, 700),
    Text.PERSON_TITLE: (38, 700),
}
"""Size in pixels at 100 %, and weight. 500 is not a face that we ship: it would be drawn as 400."""


class Colour(Enum):
    """Colours are named after their use; the value is the field of ``Palette``."""

    BG = "bg"
    SURFACE = "surface"
    RAISED = "raised"
    SUNKEN = "sunken"
    INK = "ink"
    INK2 = "ink2"
    INK3 = "ink3"
    LINE = "line"
    CONTROL = "control"
    PRIMARY = "primary"
    ON_PRIMARY = "on_primary"
    PRIMARY_HOVER = "primary_hover"
    PRIMARY_SOFT = "primary_soft"
    SOCIAL = "social"
    ON_SOCIAL = "on_social"
    SOCIAL_SOFT = "social_soft"
    EMPLOYMENT = "employment"
    ON_EMPLOYMENT = "on_employment"
    EMPLOYMENT_SOFT = "employment_soft"
    PERSON = "person"
    ON_PERSON = "on_person"
    PERSON_SOFT = "person_soft"
    WARN = "warn"
    ON_WARN = "on_warn"
    WARN_SOFT = "warn_soft"
    DANGER = "danger"
    ON_DANGER = "on_danger"
    DANGER_SOFT = "danger_soft"
    OK = "ok"
    ON_OK = "on_ok"
    OK_SOFT = "ok_soft"
    FOCUS = "focus"
    HOVER = "hover"
    PRESSED = "pressed"
    DISABLED = "disabled"


class Tone(Enum):
    """Whose thing it is, or what it means: each tone has a full colour, a soft one, and ink that reads on the full."""

    PRIMARY = "primary"
    """Actions, selection, what both concluded (◆)."""
    SOCIAL = "social"
    """The social specialist (●)."""
    EMPLOYMENT = "employment"
    """The employment specialist (■)."""
    PERSON = "person"
    """The person's own words (❝)."""
    WARN = "warn"
    DANGER = "danger"
    OK = "ok"

    @property
    def full(self) -> Colour:
        return Colour(self.value)

    @property
    def soft(self) -> Colour:
        return Colour(f"{self.value}_soft")

    @property
    def on_full(self) -> Colour:
        return Colour(f"on_{self.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """One colour per use, as ``#rrggbb``."""

    name: str
    is_dark: bool
    bg: str
    surface: str
    raised: str
    sunken: str
    ink: str
    ink2: str
    ink3: str
    line: str
    control: str
    primary: str
    on_primary: str
    primary_hover: str
    primary_soft: str
    social: str
    on_social: str
    social_soft: str
    employment: str
    on_employment: str
    employment_soft: str
    person: str
    on_person: str
    person_soft: str
    warn: str
    on_warn: str
    warn_soft: str
    danger: str
    on_danger: str
    danger_soft: str
    ok: str
    on_ok: str
    ok_soft: str
    focus: str
    hover: str
    pressed: str
    disabled: str

    def __getitem__(self, colour: Colour) -> str:
        return str(getattr(self, colour.value))


LIGHT: Final = Palette(
    name="clair",
    is_dark=False,
    bg="#F5F3EE",
    surface="#FFFFFF",
    raised="#FBFAF7",
    sunken="#EDEAE3",
    ink="#1D2430",
    ink2="#434C59",
    ink3="#586170",
    line="#DFDBD2",
    control="#857F73",
    primary="#11575A",
    on_primary="#FFFFFF",
    primary_hover="#0C4447",
    primary_soft="#E1EFEE",
    social="#A3440F",
    on_social="#FFFFFF",
    social_soft="#FBEDE3",
    employment="#1C55A3",
    on_employment="#FFFFFF",
    employment_soft="#E6EEFA",
    person="#6D3B59",
    on_person="#FFFFFF",
    person_soft="#F7ECF2",
    warn="#7A5200",
    on_warn="#FFFFFF",
    warn_soft="#FFF1CF",
    danger="#A6152B",
    on_danger="#FFFFFF",
    danger_soft="#FCEBEC",
    ok="#1C6A3C",
    on_ok="#FFFFFF",
    ok_soft="#E3F3E8",
    focus="#1D2430",
    hover="#F3F1EB",
    pressed="#E7E3DA",
    disabled="#8C8B86",
)

DARK: Final = Palette(
    name="sombre",
    is_dark=True,
    bg="#13171C",
    surface="#1B2026",
    raised="#20262D",
    sunken="#0F1216",
    ink="#F2EFE9",
    ink2="#C9C8C3",
    ink3="#A9AAA9",
    line="#343B44",
    control="#7C848F",
    primary="#72C7C1",
    on_primary="#06302F",
    primary_hover="#8ED6D1",
    primary_soft="#1A3838",
    social="#F0A57C",
    on_social="#2A1405",
    social_soft="#3A271C",
    employment="#90BAF4",
    on_employment="#0A1E3C",
    employment_soft="#1D2D45",
    person="#E0B7CE",
    on_person="#2C1421",
    person_soft="#38242F",
    warn="#F2C869",
    on_warn="#2E2004",
    warn_soft="#372C12",
    danger="#FF9DA4",
    on_danger="#3B0610",
    danger_soft="#431F24",
    ok="#8BD3A3",
    on_ok="#08240F",
    ok_soft="#173320",
    focus="#F2EFE9",
    hover="#262D35",
    pressed="#2F3741",
    disabled="#7E8289",
)

_TEXT, _SHAPE = 4.5, 3.0


def contrast_pairs() -> Iterator[tuple[Colour, Colour, float]]:
    """Every (front, back, least ratio) that the windows use. Source: WCAG 2.2, criteria 1.4.3 and 1.4.11."""
    papers = (Colour.BG, Colour.SURFACE, Colour.RAISED, Colour.SUNKEN)
    for front in (Colour.INK, Colour.INK2, Colour.INK3):
        yield from ((front, back, _TEXT) for back in (*papers, Colour.HOVER, Colour.PRESSED))
    for tone in Tone:
        yield from ((tone.full, back, _TEXT) for back in (*papers, tone.soft))
        yield tone.on_full, tone.full, _TEXT
        yield Colour.INK, tone.soft, _TEXT
        yield Colour.INK2, tone.soft, _TEXT
    yield Colour.ON_PRIMARY, Colour.PRIMARY_HOVER, _TEXT
    for front in (Colour.CONTROL, Colour.FOCUS):
        yield from ((front, back, _SHAPE) for back in papers)


def contrast(front: str, back: str) -> float:
    """The contrast ratio of two colours, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(front), _luminance(back)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
