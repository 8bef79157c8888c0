"""Who may open what: role × address × relation → answer. One row per named address; an unlisted one fails the build.

Answers: "ok" (the page or its own refusal: anything but the two below), "login" (led to a login page), "404".
Roles that a row does not name get the answer of its policy's `rest`.
"""

from dataclasses import dataclass, field

ROLES = (
    "anonymous",
    "applicant",
    "other_applicant",
    "disabled",
    "reviewer",
    "other_reviewer",
    "administrator",
    "other_administrator",
    "unverified_reviewer",
    "former_reviewer",
    "pending_reviewer",
    "pending_administrator",
    "pending_security",
    "province",
    "system",
    "security",
    "audit",
    "support",
    "technical",
)


@dataclass(frozen=True)
class Policy:
    """`allowed` roles get "ok"; nobody signed in gets `stranger`; all others get `rest`."""

    allowed: frozenset[str] = frozenset()
    stranger: str = "login"
    rest: str = "404"

    def answer(self, role: str) -> str:
        if role in self.allowed:
            return "ok"
        return self.stranger if role in ("anonymous", "disabled") else self.rest


def only(*roles: str) -> Policy:
    return Policy(frozenset(roles))


EVERYBODY = Policy(frozenset(ROLES))
APPLICANTS = only("applicant", "other_applicant")
OWNER = only("applicant")
BASE_MEMBERS = only("reviewer", "administrator", "other_reviewer", "other_administrator")
THIS_BASE = only("reviewer", "administrator")
THIS_BASE_ADMINISTRATOR = only("administrator")
PROVINCE = only("province")
SYSTEM = only("system")
SECURITY = only("security")
AUDIT = only("audit")
OVERSIGHT = only("system", "security", "audit")
CONFIRMING = only("security", "audit")
WITHOUT_DESK = ("applicant", "other_applicant", "anonymous", "disabled", "unverified_reviewer", "technical")
STAFF = only(*(role for role in ROLES if role not in WITHOUT_DESK))
SUPPORT = only("support")


@dataclass(frozen=True)
class Row:
    """`about` and `body` name the objects of the scene that fill address and form; `method` is how it is used first."""

    policy: Policy
    about: dict[str, str] = field(default_factory=dict)
    method: str = "GET"
    body: dict[str, str] = field(default_factory=dict)


APPLICATION = {"base_id": "base", "application_id": "application"}
SUBMITTED = {**APPLICATION, "document_id": "version_document"}

TABLE: dict[str, Row] = {
    "shared:healthz": Row(EVERYBODY),
    "shared:readyz": Row(EVERYBODY),
    "shared:display": Row(EVERYBODY, method="POST"),
    "shared:session": Row(EVERYBODY, method="POST"),
    "demo:inbox": Row(EVERYBODY),
    "demo:clock": Row(EVERYBODY),
    "demo:samples": Row(EVERYBODY),
    "demo:picture": Row(EVERYBODY, {"name": "picture"}),
    "demo:sheet": Row(EVERYBODY, {"name": "sheet"}),
    "demo:logins": Row(EVERYBODY),
    "demo:styleguide": Row(EVERYBODY),
    "public:home": Row(EVERYBODY),
    "public:registration": Row(EVERYBODY),
    "public:registration_done": Row(EVERYBODY),
    "public:login": Row(EVERYBODY),
    "public:logout": Row(EVERYBODY, method="POST"),
    "public:forgot": Row(EVERYBODY),
    "public:new_password": Row(EVERYBODY),
    "public:sms": Row(APPLICANTS, {"purpose": "purpose"}, "POST"),
    "public:captcha_challenge": Row(EVERYBODY),
    "public:captcha_picture": Row(EVERYBODY, {"picture_id": "unknown"}),
    "public:staff_login": Row(EVERYBODY),
    "public:staff_code": Row(Policy(rest="login")),
    "public:waiting": Row(STAFF),
    "public:invitation": Row(Policy(stranger="404"), {"token": "word"}),
    "public:invitation_password": Row(Policy(stranger="404"), {"token": "word"}),
    "public:invitation_code": Row(Policy(stranger="404"), {"token": "word"}),
    "public:plan": Row(EVERYBODY),
    "public:plan_base": Row(EVERYBODY, {"pk": "base"}),
    "public:announcements": Row(EVERYBODY),
    "public:announcement": Row(EVERYBODY, {"pk": "announcement"}),
    "public:procedure": Row(EVERYBODY),
    "public:account_help": Row(EVERYBODY),
    "public:template": Row(EVERYBODY, {"kind": "template"}),
    "public:paper_check": Row(EVERYBODY, {"code": "paper_code"}),
    "public:form_check": Row(EVERYBODY, {"code": "form_code"}),
    "applicant:home": Row(APPLICANTS),
    "applicant:dossier": Row(APPLICANTS),
    "applicant:basics": Row(APPLICANTS),
    "applicant:educations": Row(APPLICANTS),
    "applicant:education_new": Row(APPLICANTS),
    "applicant:education": Row(OWNER, {"education_id": "education"}),
    "applicant:education_removal": Row(OWNER, {"education_id": "education"}),
    "applicant:employments": Row(APPLICANTS),
    "applicant:employment_new": Row(APPLICANTS),
    "applicant:employment": Row(OWNER, {"employment_id": "employment"}),
    "applicant:employment_removal": Row(OWNER, {"employment_id": "employment"}),
    "applicant:licence": Row(APPLICANTS),
    "applicant:documents": Row(APPLICANTS),
    "applicant:image_consent": Row(APPLICANTS, method="POST"),
    "applicant:document_upload": Row(APPLICANTS, {"slot": "slot"}, "POST"),
    "applicant:document_take": Row(APPLICANTS, {"slot": "slot", "document_id": "document"}, "POST"),
    "applicant:document_state": Row(APPLICANTS, {"slot": "slot"}),
    "applicant:document_file": Row(OWNER, {"document_id": "document"}),
    "applicant:document_page": Row(OWNER, {"document_id": "document", "number": "one"}),
    "applicant:document_thumbnail": Row(OWNER, {"document_id": "document"}),
    "applicant:regions": Row(APPLICANTS, {"code": "region"}),
    "applicant:institutions": Row(APPLICANTS),
    "applicant:majors": Row(APPLICANTS),
    "applicant:account": Row(APPLICANTS),
    "applicant:own_data": Row(APPLICANTS, method="POST"),
    "applicant:account_password": Row(APPLICANTS),
    "applicant:account_phone": Row(APPLICANTS),
    "applicant:agreement": Row(APPLICANTS),
    "applicant:choices": Row(APPLICANTS),
    "applicant:check": Row(APPLICANTS),
    "applicant:submission": Row(APPLICANTS, method="POST"),
    "applicant:receipt": Row(OWNER, {"version_id": "version"}),
    "applicant:calendar": Row(OWNER, {"version_id": "version"}),
    "applicant:progress": Row(APPLICANTS),
    "applicant:withdrawal": Row(APPLICANTS),
    "applicant:giving_up": Row(APPLICANTS),
    "applicant:form": Row(OWNER),
    "applicant:form_file": Row(OWNER),
    "applicant:notices": Row(APPLICANTS),
    "base:home": Row(BASE_MEMBERS),
    "base:queue": Row(THIS_BASE, {"base_id": "base"}),
    "base:application": Row(THIS_BASE, APPLICATION),
    "base:decision": Row(THIS_BASE, APPLICATION, "POST"),
    "base:revocation": Row(THIS_BASE_ADMINISTRATOR, APPLICATION, "POST"),
    "base:reveals": Row(THIS_BASE, APPLICATION, "POST"),
    "base:document": Row(THIS_BASE, SUBMITTED),
    "base:document_page": Row(THIS_BASE, {**APPLICATION, "document_id": "paged_document", "number": "one"}),
    "base:document_thumbnail": Row(THIS_BASE, SUBMITTED),
    "base:exports": Row(THIS_BASE, {"base_id": "base"}),
    "base:export": Row(only("reviewer"), {"base_id": "base", "export_id": "export"}),
    "base:export_file": Row(only("reviewer"), {"base_id": "base", "export_id": "export"}, "POST"),
    "base:onsite": Row(THIS_BASE, {"base_id": "base"}),
    "base:onsite_check": Row(THIS_BASE, {"base_id": "base", "version_id": "version"}),
    "base:members": Row(THIS_BASE_ADMINISTRATOR, {"base_id": "base"}),
    "base:member_ending": Row(THIS_BASE_ADMINISTRATOR, {"base_id": "base", "user_id": "reviewer"}, "POST"),
    "province:home": Row(PROVINCE),
    "province:designated": Row(PROVINCE),
    "province:designated_template": Row(PROVINCE),
    "province:import": Row(PROVINCE, {"import_id": "import"}),
    "province:import_marked": Row(PROVINCE, {"import_id": "import"}),
    "province:import_choices": Row(PROVINCE, {"import_id": "import"}, "POST"),
    "province:import_confirmation": Row(PROVINCE, {"import_id": "import"}),
    "province:import_discarding": Row(PROVINCE, {"import_id": "import"}, "POST"),
    "province:invitations": Row(PROVINCE),
    "province:calendar": Row(PROVINCE),
    "province:extending": Row(PROVINCE, {"round_id": "round"}),
    "province:settings": Row(PROVINCE),
    "province:setting": Row(PROVINCE, {"group": "group", "owner_id": "round"}),
    "province:differences": Row(PROVINCE),
    "province:changes": Row(PROVINCE),
    "province:motions": Row(PROVINCE),
    "province:motion": Row(PROVINCE, {"motion_id": "extension"}),
    "province:confirmation": Row(PROVINCE, {"motion_id": "extension"}, "POST"),
    "province:refusal": Row(PROVINCE, {"motion_id": "extension"}, "POST"),
    "province:withdrawal": Row(PROVINCE, {"motion_id": "extension"}, "POST"),
    "oversight:home": Row(OVERSIGHT),
    "oversight:accounts": Row(SYSTEM),
    "oversight:invitation_again": Row(SYSTEM, {"user_id": "reviewer"}, "POST"),
    "oversight:invitations": Row(SYSTEM),
    "oversight:pending": Row(CONFIRMING),
    "oversight:confirmations": Row(CONFIRMING, method="POST", body={"role": "waiting"}),
    "oversight:refusals": Row(CONFIRMING, method="POST", body={"role": "waiting"}),
    "oversight:roles": Row(SECURITY),
    "oversight:ending": Row(SECURITY, method="POST", body={"membership": "membership"}),
    "oversight:trail": Row(AUDIT),
    "oversight:trail_people": Row(AUDIT, method="POST", body={"words": "word"}),
    "oversight:trail_act": Row(AUDIT, {"sequence": "linked"}),
    "support:home": Row(SUPPORT),
    "support:look_ups": Row(SUPPORT, method="POST"),
    "support:account": Row(SUPPORT, {"user_id": "person"}),
    "support:proposing": Row(SUPPORT, {"user_id": "person", "kind": "kind"}),
    "support:motion": Row(SUPPORT, {"motion_id": "motion"}),
    "support:confirmation": Row(SUPPORT, {"motion_id": "motion"}, "POST"),
    "support:refusal": Row(SUPPORT, {"motion_id": "motion"}, "POST"),
    "support:withdrawal": Row(SUPPORT, {"motion_id": "motion"}, "POST"),
    "support:history": Row(only("support", "province", "security")),
}
