"""What a field and a section of the dossier are, and the kinds of fields there are. `sections.py` lists them."""

from dataclasses import dataclass

ALWAYS, NEVER = "always", "never"

# The kinds of fields: how a value is asked for, cleaned, stored and written out.
ACCOUNT = "account"  # belongs to the account, shown only
TEXT, LONG_TEXT, PERSON_NAME = "text", "long-text", "person-name"
EMAIL, QQ, PHONE = "email", "qq", "phone"
CERTIFICATE, QUALIFICATION, PRACTISING = "certificate", "qualification", "practising"
CHOICE, YES_NO, TICK, DATE = "choice", "yes-no", "tick", "date"
REGION, INSTITUTION, MAJOR = "region", "institution", "major"
SEARCHED = (INSTITUTION, MAJOR)


@dataclass(frozen=True, slots=True)
class DossierField:
    """`options` names a list of `options.py`; `where` answers "where do I find this"; `group` titles a block.

    `required` names the condition under which the field must be filled in. `asked` names that under which what it
    holds counts at all: the same one unless it says otherwise. What was typed stays stored, so that nobody who changes
    an answer back has to type again.
    """

    name: str
    label: str
    kind: str = TEXT
    options: str = ""
    required: str = ALWAYS
    help: str = ""
    where: str = ""
    group: str = ""
    longest: int = 0
    asked: str = ""

    @property
    def condition(self) -> str:
        """Under which condition the field counts."""
        return self.asked or (ALWAYS if self.required == NEVER else self.required)

    @property
    def attribute(self) -> str:
        """The column that holds the value: the key where it refers to another table."""
        return f"{self.name}_id" if self.kind in (REGION, *SEARCHED) else self.name


@dataclass(frozen=True, slots=True)
class DossierSection:
    """`fields` belong to the dossier; `row` to each row of a section with several rows.

    `key` is what a review item names; `path` is its page.
    """

    key: str
    title: str
    path: str
    fields: tuple[DossierField, ...] = ()
    row: tuple[DossierField, ...] = ()
    row_name: str = ""

    def field(self, name: str) -> DossierField:
        """Raises KeyError."""
        for field in (*self.fields, *self.row):
            if field.name == name:
                return field
        raise KeyError(name)
