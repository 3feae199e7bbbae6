"""A person's file, as a journal entry keeps it and as the lists give it back."""

from datetime import date

from spie_diag.forms.definition import Value
from spie_diag.interview.people import CaseId, Person
from spie_diag.vault.entries import loaded_mapping

PERSON = "person"
"""The subject under which a person's file is written in the journal."""


def person_value(person: Person) -> Value:
    """A person as a journal entry keeps her."""
    return {
        "number": person.number,
        "called": person.called,
        "family_name": person.family_name,
        "first_names": person.first_names,
        "born_on": person.born_on.isoformat() if person.born_on else None,
        "commune": person.commune,
        "phone": person.phone,
    }


def person_of(case: CaseId, content: bytes) -> Person:
    kept = loaded_mapping(content)
    born_on = kept["born_on"]
    return Person(
        case=case,
        number=str(kept["number"]),
        called=str(kept["called"]),
        family_name=str(kept["family_name"]),
        first_names=str(kept["first_names"]),
        born_on=date.fromisoformat(str(born_on)) if born_on else None,
        commune=str(kept["commune"]),
        phone=str(kept["phone"]),
    )
