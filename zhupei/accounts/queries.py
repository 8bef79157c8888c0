"""Finding people: by number or phone through the blind index, by office, by what may be shown to whom."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhupei.accounts import states
from zhupei.accounts.models import Consent, ConsentText, Device, Invitation, LoginRecord, Post, User
from zhupei.kernel.crypto.index import blind_index
from zhupei.kernel.prepared import Constant, prepared
from zhupei.kernel.settled import settled
from zhupei.pure.identity import DocumentType, check, normalise, normalise_phone


def number_index(number: str) -> str:
    """The blind index of a canonical document number, whatever its type: one number is one person."""
    return blind_index("document", number)


def phone_index(phone: str) -> str:
    return blind_index("phone", normalise_phone(phone))


def secret_hash(kind: str, secret: str) -> str:
    """How codes, tokens and session keys are stored: keyed, so that the database alone does not help to guess."""
    return blind_index(kind, secret)


def canonical_number(raw: str, today: date) -> str:
    """The number as it is stored, for whichever document type it fits; as typed when it fits none."""
    for kind in DocumentType:
        found = check(kind, raw, today=today)
        if found.valid:
            return found.number
    return normalise(raw)


def by_number(raw: str, today: date) -> User | None:
    """The applicant to whom this document number belongs now."""
    return by_index(number_index(canonical_number(raw, today)))


def by_index(index: str) -> User | None:
    """The same by the number's blind index. Accounts from which a number was taken back are not found."""
    holders = User.objects.exclude(standing=states.RELEASED)
    return holders.filter(kind=User.Kind.APPLICANT, document_index=index).first()


@prepared
def active(user_id: UUID) -> QuerySet[User]:
    """The account, if it may be used."""
    return User.objects.filter(pk=user_id, is_active=True)


@prepared
def account(user_id: UUID) -> QuerySet[User]:
    """The account as it stands now, whether it may be used or not: what rules about the actor are asked of."""
    return User.objects.filter(pk=user_id)


@prepared
def second_factor(device_id: int) -> QuerySet[TOTPDevice]:
    """The authenticator with which a session has been confirmed."""
    return TOTPDevice.objects.filter(pk=device_id)


def locked(user_id: UUID) -> User:
    """The account, locked until the end of the transaction."""
    return User.objects.select_for_update().get(pk=user_id)


def by_number_and_phone(raw: str, phone: str, today: date) -> User | None:
    """Both must belong to the same active account: the condition of a password reset."""
    user = by_number(raw, today)
    return user if user and user.is_active and user.phone_index == phone_index(phone) else None


def by_login_name(raw: str) -> User | None:
    """Staff and the technical superuser. Login names are stored in lower case."""
    name = normalise_login_name(raw)
    return User.objects.exclude(kind=User.Kind.APPLICANT).filter(login_name=name).first() if name else None


def normalise_login_name(raw: str) -> str:
    """Lower case, without blanks; text PostgreSQL could not store becomes empty."""
    name = "".join(raw.split()).lower()
    return name if name.isascii() and name.isprintable() else ""


def posts(user: User) -> set[str]:
    """The offices a person holds now: one query, asked at every request, so an ended office ends at the next click.

    A pending one is none, and so is that of an account which may not be used.
    """
    return set(posts_in_force(user))


@prepared
def posts_in_force(user: User) -> QuerySet[Any]:
    return Post.objects.in_force().filter(user=user, user__is_active=True).values_list("role", flat=True)


def known_device(user_id: UUID | None, token: str) -> Device | None:
    """The device of this person with the browser's token."""
    if not token:
        return None
    return Device.objects.filter(token_hash=device_hash(user_id, token)).first()


def device_hash(user_id: UUID | None, token: str) -> str:
    """One browser has one token; each of its users has a row of his own."""
    return secret_hash("device", f"{user_id}:{token}")


@prepared
def login_history(user: User, limit: Constant[int] = 50) -> QuerySet[LoginRecord]:
    return LoginRecord.objects.filter(user=user).order_by("-at", "-pk")[:limit]


def consent_texts(keys: Iterable[str]) -> list[ConsentText]:
    """The version in force of each text, in the order of the keys."""
    latest = _texts_in_force()
    return [latest[key] for key in keys if key in latest]


def adjustment_text() -> ConsentText | None:
    """What 服从调剂 means, as the province has published it."""
    return _texts_in_force().get("adjustment")


@settled
def _texts_in_force() -> Mapping[str, ConsentText]:
    return {text.key: text for text in ConsentText.objects.order_by("key", "-version").distinct("key")}


def missing_consents(user: User, keys: Iterable[str]) -> list[ConsentText]:
    """Texts in force to which this person has not agreed."""
    texts = consent_texts(keys)
    given = set(_agreed_to(user))
    return [text for text in texts if text.pk not in given]


@prepared
def _agreed_to(user: User) -> QuerySet[Any]:
    return Consent.objects.filter(user=user).values_list("text_id", flat=True)


@prepared
def consents(user: User) -> QuerySet[Consent]:
    return Consent.objects.filter(user=user).select_related("text").order_by("-at")


def open_invitation(token: str, at: datetime) -> Invitation | None:
    """The invitation of a link that may still be used."""
    return Invitation.objects.filter(
        token_hash=secret_hash("invitation", token), accepted_at=None, expires_at__gt=at
    ).first()


def used_invitation(token: str) -> Invitation | None:
    """The invitation of a link by which somebody has come to the end."""
    return Invitation.objects.filter(token_hash=secret_hash("invitation", token), accepted_at__isnull=False).first()


def waiting_invitations(at: datetime) -> QuerySet[Invitation]:
    """To people who are to work for a base and have not come yet; the next to expire comes first."""
    found = Invitation.objects.filter(accepted_at=None, expires_at__gt=at, base__isnull=False)
    return found.select_related("base").order_by("expires_at", "pk")


def staff_accounts() -> QuerySet[User]:
    """What the system administrator may see: staff and whether a role of theirs `waits`, nobody's dossier."""
    office = Exists(Post.objects.pending().filter(user=OuterRef("pk")))
    waiting = User.objects.filter(memberships__isnull=False, memberships__ended_at=None, memberships__confirmed_at=None)
    at_base = Exists(waiting.filter(pk=OuterRef("pk")))
    staff = User.objects.exclude(kind=User.Kind.APPLICANT)
    return staff.annotate(waits=ExpressionWrapper(office | at_base, BooleanField())).order_by("login_name")


@prepared
def named_logins(ids: list[UUID]) -> QuerySet[Any]:
    """Of these accounts those with a login name: members of staff, with it."""
    return User.objects.filter(pk__among=ids, login_name__isnull=False).values_list("pk", "login_name")


def search_accounts(accounts: QuerySet[User], words: str) -> QuerySet[User]:
    """Every word must occur in the name or the login name."""
    for word in words.replace("\x00", "").split()[:5]:
        accounts = accounts.filter(Q(name__icontains=word) | Q(login_name__icontains=word))
    return accounts
