"""The words of a form file, and what each stands for."""

from spie_diag.forms.definition import BlockKind, Depth, Lead, Nature, QuestionType, Visibility

KINDS = {kind.value: kind for kind in BlockKind}
LEADS = {"social": Lead.SOCIAL, "emploi": Lead.EMPLOYMENT, "commun": Lead.SHARED, "personne": Lead.PERSON}
DEPTHS = {"essentiel": Depth.ESSENTIAL, "approfondi": Depth.IN_DEPTH}
VISIBILITIES = {
    "partageable": Visibility.SHAREABLE,
    "restreint": Visibility.RESTRICTED,
    "interne": Visibility.INTERNAL,
}
NATURES = {"contrainte": Nature.CONSTRAINT, "point_appui": Nature.STRENGTH, "neutre": Nature.NEUTRAL}

OWN_TYPES = {kind.value: kind for kind in QuestionType if kind is not QuestionType.FOREIGN}
FOREIGN_TYPES = (
    "geopoint", "geotrace", "geoshape", "location", "gps", "start-geopoint", "background-geopoint", "osm",
    "image", "photo", "picture", "audio", "video", "file", "background-audio", "barcode", "percentage", "audit",
    "deviceid", "device id", "imei", "username", "email", "phonenumber", "phone number", "simserial", "sim id",
    "subscriberid", "subscriber id", "uri:deviceid", "uri:username", "uri:email", "uri:phonenumber", "uri:simserial",
    "uri:subscriberid", "select_one_external", "xml-external", "csv-external", "number of days in last month",
    "number of days in last six months", "number of days in last year",
)  # fmt: skip
"""Types of XLSForm that other programs answer: they are kept, shown and never answered here."""
TYPES: dict[str, tuple[QuestionType, str]] = {
    **{word: (kind, "") for word, kind in OWN_TYPES.items()},
    **{word: (QuestionType.FOREIGN, word) for word in FOREIGN_TYPES},
}
"""The type that a word stands for, and ``Question.foreign``."""

SELECTS = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
HOLDERS = (QuestionType.GROUP, QuestionType.REPEAT)
SILENT = (
    QuestionType.CALCULATE,
    QuestionType.HIDDEN,
    QuestionType.START,
    QuestionType.END,
    QuestionType.TODAY,
)
"""Types that are never shown, and need no label."""

QUESTION_TEXTS = ("label", "hint", "guidance_hint", "required_message", "constraint_message")
"""What a question says, in as many languages as its author translates."""
BLOCK_TEXTS = ("label", "open_question", "prompts")
"""What a block says; prompts are translated as a list, and kept one a line."""
