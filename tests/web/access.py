"""Who opens which route: one row a route. A route without a row fails the test."""

READERS = ("clerk", "reviewer", "office_head", "leader", "supervisor")
WORKERS = ("clerk", "reviewer", "office_head", "leader")
VOIDERS = ("office_head", "leader")
KEEPERS = ("admin", "security_officer", "auditor")
SIGNED_IN = (*READERS, *KEEPERS)
EVERYBODY = ("nobody", *SIGNED_IN)

#: Role → a user of the town who acts in it.
PEOPLE = {
    "clerk": "wang",
    "reviewer": "liu",
    "office_head": "zheng",
    "leader": "sun",
    "supervisor": "chief",
    "admin": "admin",
    "security_officer": "officer",
    "auditor": "auditor",
}

#: (method, path as declared) → (roles that get in, an address with the places filled).
ROUTES = {
    ("GET", "/healthz"): (EVERYBODY, "/healthz"),
    ("GET", "/readyz"): (EVERYBODY, "/readyz"),
    ("GET", "/metrics"): (EVERYBODY, "/metrics"),
    ("GET", "/sign-in"): (EVERYBODY, "/sign-in"),
    ("POST", "/sign-in"): (EVERYBODY, "/sign-in"),
    ("GET", "/sign-in/unit"): (EVERYBODY, "/sign-in/unit"),
    ("GET", "/sign-in/unit/back"): (EVERYBODY, "/sign-in/unit/back"),
    ("POST", "/sign-out"): (EVERYBODY, "/sign-out"),
    ("POST", "/act-as"): (SIGNED_IN, "/act-as"),
    ("GET", "/password"): (SIGNED_IN, "/password"),
    ("POST", "/password"): (SIGNED_IN, "/password"),
    ("GET", "/sessions"): (SIGNED_IN, "/sessions"),
    ("POST", "/sessions"): (SIGNED_IN, "/sessions"),
    ("POST", "/still-here"): (SIGNED_IN, "/still-here"),
    ("POST", "/look"): (SIGNED_IN, "/look"),
    ("GET", "/keys"): (SIGNED_IN, "/keys"),
    ("GET", "/help"): (SIGNED_IN, "/help"),
    ("GET", "/"): (SIGNED_IN, "/"),
    ("GET", "/today"): (SIGNED_IN, "/today"),
    ("POST", "/messages/read"): (SIGNED_IN, "/messages/read"),
    ("GET", "/cases"): (READERS, "/cases"),
    ("POST", "/cases/find"): (READERS, "/cases/find"),
    ("POST", "/cases/filters"): (READERS, "/cases/filters"),
    ("GET", "/cases/{ident}"): (READERS, "/cases/1"),
    ("GET", "/cases/{ident}/proof/{clock}"): (READERS, "/cases/1/proof/reply"),
    ("POST", "/cases/{ident}/identity"): (WORKERS, "/cases/1/identity"),
    ("GET", "/cases/{ident}/files/{ref}"): (READERS, "/cases/1/files/none"),
    ("GET", "/cases/{ident}/documents.zip"): (READERS, "/cases/1/documents.zip"),
    ("GET", "/cases/{ident}/documents/{document}.docx"): (READERS, "/cases/1/documents/1.docx"),
    ("GET", "/cases/{ident}/documents/{document}.pdf"): (READERS, "/cases/1/documents/0.pdf"),
    ("GET", "/cases/{ident}/documents/{document}"): (READERS, "/cases/1/documents/1"),
    ("GET", "/cases/{ident}/documents/{document}/void"): (VOIDERS, "/cases/1/documents/1/void"),
    ("POST", "/cases/{ident}/documents/{document}/void"): (VOIDERS, "/cases/1/documents/1/void"),
    ("GET", "/cases/{ident}/do/{place}/{trigger}"): (WORKERS, "/cases/1/do/request/withdraw"),
    ("POST", "/cases/{ident}/do/{place}/{trigger}"): (WORKERS, "/cases/1/do/request/withdraw"),
    ("GET", "/cases/{ident}/entries/{number}/mend"): (WORKERS, "/cases/1/entries/1/mend"),
    ("POST", "/cases/{ident}/entries/{number}/mend"): (WORKERS, "/cases/1/entries/1/mend"),
    ("GET", "/cases/{ident}/note"): (WORKERS, "/cases/1/note"),
    ("POST", "/cases/{ident}/note"): (WORKERS, "/cases/1/note"),
    ("GET", "/cases/{ident}/links"): (WORKERS, "/cases/1/links"),
    ("POST", "/cases/{ident}/links"): (WORKERS, "/cases/1/links"),
    ("GET", "/register"): (("clerk",), "/register"),
    ("POST", "/register"): (("clerk",), "/register"),
    ("POST", "/register/preview"): (("clerk",), "/register/preview"),
    ("GET", "/approvals"): (WORKERS, "/approvals"),
    ("GET", "/approvals/{ident}"): (WORKERS, "/approvals/2"),
    ("POST", "/approvals/{ident}"): (WORKERS, "/approvals/2"),
    ("POST", "/drafts/{path:path}"): (WORKERS, "/drafts/register"),
}
#: Other pages bring their own rows.
OTHER_PIECES = (
    "/calendar",
    "/holidays",
    "/ledger",
    "/disclosures",
    "/figures",
    "/deliveries",
    "/contacts",
    "/tasks",
    "/report",
    "/rollup",
    "/templates",
    "/settings",
    "/journal",
)
