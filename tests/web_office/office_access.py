"""Who opens which of the office's own routes: one row a route."""

from web.access import READERS, SIGNED_IN, WORKERS

ADMIN, OFFICER, AUDITOR = ("admin",), ("security_officer",), ("auditor",)
CASE_OR_ADMIN = (*READERS, "admin")
SUPERVISOR = ("supervisor",)
EVERYBODY = ("nobody", *SIGNED_IN)

#: (method, path as declared) → (roles that get in, an address with the places filled).
ROUTES = {
    ("GET", "/calendar"): (READERS, "/calendar"),
    ("POST", "/calendar/feed"): (READERS, "/calendar/feed"),
    ("GET", "/calendar/feed/{token}.ics"): (EVERYBODY, "/calendar/feed/none.ics"),
    ("GET", "/holidays"): (CASE_OR_ADMIN, "/holidays"),
    ("POST", "/holidays/preview"): (ADMIN, "/holidays/preview"),
    ("POST", "/holidays/import"): (ADMIN, "/holidays/import"),
    ("GET", "/templates"): (CASE_OR_ADMIN, "/templates"),
    ("GET", "/templates/{law}/{key}.docx"): (CASE_OR_ADMIN, "/templates/cn-2019/N04.docx"),
    ("GET", "/templates/{law}/{key}/fields"): (CASE_OR_ADMIN, "/templates/cn-2019/N04/fields"),
    ("GET", "/templates/own/{law}/{key}/{version}"): (
        CASE_OR_ADMIN,
        "/templates/own/cn-2019/N04/1",
    ),
    ("POST", "/templates/check"): (CASE_OR_ADMIN, "/templates/check"),
    ("POST", "/templates/install"): (ADMIN, "/templates/install"),
    ("POST", "/templates/own/{act}"): (ADMIN, "/templates/own/withdraw"),
    ("POST", "/templates/preview"): (READERS, "/templates/preview"),
    ("GET", "/settings"): (SIGNED_IN, "/settings"),
    ("POST", "/settings/agencies"): (ADMIN, "/settings/agencies"),
    ("GET", "/settings/agencies/{code}"): (CASE_OR_ADMIN, "/settings/agencies/hewan"),
    ("POST", "/settings/agencies/{code}"): (ADMIN, "/settings/agencies/hewan"),
    ("POST", "/settings/agencies/{code}/law"): (ADMIN, "/settings/agencies/hewan/law"),
    ("GET", "/settings/reminders"): (CASE_OR_ADMIN, "/settings/reminders"),
    ("POST", "/settings/reminders"): (ADMIN, "/settings/reminders"),
    ("GET", "/settings/users"): (OFFICER, "/settings/users"),
    ("POST", "/settings/users"): (OFFICER, "/settings/users"),
    ("POST", "/settings/users/{name}/{act}"): (OFFICER, "/settings/users/wang/password"),
    ("GET", "/settings/tokens"): (SIGNED_IN, "/settings/tokens"),
    ("POST", "/settings/tokens"): (SIGNED_IN, "/settings/tokens"),
    ("POST", "/settings/tokens/{ident}/revoke"): (SIGNED_IN, "/settings/tokens/none/revoke"),
    ("GET", "/journal"): (AUDITOR, "/journal"),
    ("POST", "/journal/verify"): (AUDITOR, "/journal/verify"),
    ("GET", "/journal/seen"): (AUDITOR, "/journal/seen"),
    ("POST", "/journal/seen"): (AUDITOR, "/journal/seen"),
    ("GET", "/report"): (READERS, "/report"),
    ("GET", "/report/{year}"): (READERS, "/report/2026"),
    ("POST", "/report/{year}/inputs"): (WORKERS, "/report/2026/inputs"),
    ("POST", "/report/{year}/mend"): (WORKERS, "/report/2026/mend"),
    ("GET", "/report/{year}/publish"): (READERS, "/report/2026/publish"),
    ("POST", "/report/{year}/publish"): (WORKERS, "/report/2026/publish"),
    ("POST", "/report/{year}/step/{trigger}"): (WORKERS, "/report/2026/step/approve"),
    ("GET", "/report/{year}/file/{kind}"): (READERS, "/report/2026/file/json"),
    ("GET", "/report/{year}/compare"): (READERS, "/report/2026/compare"),
    ("GET", "/report/{year}/compare.docx"): (READERS, "/report/2026/compare.docx"),
    ("GET", "/rollup"): (SUPERVISOR, "/rollup"),
    ("POST", "/rollup/files"): (SUPERVISOR, "/rollup/files"),
    ("POST", "/rollup/clear"): (SUPERVISOR, "/rollup/clear"),
    ("GET", "/rollup/file/{kind}"): (SUPERVISOR, "/rollup/file/docx"),
    ("GET", "/rollup/original/{number}"): (SUPERVISOR, "/rollup/original/1"),
    ("POST", "/rollup/sheet/{number}"): (SUPERVISOR, "/rollup/sheet/1"),
    ("POST", "/rollup/gather"): (SUPERVISOR, "/rollup/gather"),
    ("POST", "/rollup/return"): (SUPERVISOR, "/rollup/return"),
    ("POST", "/rollup/return/{number}"): (SUPERVISOR, "/rollup/return/1"),
}
