"""Who opens which of the registers' own routes: one row a route."""

from web.access import READERS, SIGNED_IN, WORKERS

CLERK = ("clerk",)

#: (method, path as declared) → (roles that get in, an address with the places filled).
ROUTES = {
    ("GET", "/disclosures"): (READERS, "/disclosures"),
    ("GET", "/disclosures/register.xlsx"): (READERS, "/disclosures/register.xlsx"),
    ("GET", "/disclosures/new"): (CLERK, "/disclosures/new"),
    ("POST", "/disclosures/new"): (CLERK, "/disclosures/new"),
    ("GET", "/disclosures/{slug}"): (READERS, "/disclosures/2026-1"),
    ("GET", "/disclosures/{slug}/sheet.docx"): (READERS, "/disclosures/2026-1/sheet.docx"),
    ("GET", "/disclosures/{slug}/do/{trigger}"): (WORKERS, "/disclosures/2026-1/do/draft"),
    ("POST", "/disclosures/{slug}/do/{trigger}"): (WORKERS, "/disclosures/2026-1/do/draft"),
    ("GET", "/ledger"): (READERS, "/ledger"),
    ("POST", "/ledger/file"): (CLERK, "/ledger/file"),
    ("GET", "/ledger/import"): (CLERK, "/ledger/import"),
    ("POST", "/ledger/import"): (CLERK, "/ledger/import"),
    ("GET", "/ledger/bad-rows.xlsx"): (CLERK, "/ledger/bad-rows.xlsx"),
    ("GET", "/ledger/template.xlsx"): (READERS, "/ledger/template.xlsx"),
    ("GET", "/ledger/export.xlsx"): (READERS, "/ledger/export.xlsx"),
    ("POST", "/ledger/export.xlsx"): (READERS, "/ledger/export.xlsx"),
    ("GET", "/deliveries"): (SIGNED_IN, "/deliveries"),
    ("POST", "/deliveries/{ident}/again"): (SIGNED_IN, "/deliveries/1/again"),
    ("GET", "/contacts"): (SIGNED_IN, "/contacts"),
    ("POST", "/contacts/{channel}"): (SIGNED_IN, "/contacts/mail"),
    ("GET", "/tasks"): (SIGNED_IN, "/tasks"),
    ("GET", "/tasks/{ident}"): (SIGNED_IN, "/tasks/1"),
    ("GET", "/tasks/{ident}/file"): (SIGNED_IN, "/tasks/1/file"),
    ("POST", "/tasks/{ident}/cancel"): (SIGNED_IN, "/tasks/1/cancel"),
    ("GET", "/disclosures/catalogue"): (READERS, "/disclosures/catalogue"),
    ("POST", "/disclosures/catalogue"): (WORKERS, "/disclosures/catalogue"),
    ("POST", "/disclosures/catalogue/drop"): (WORKERS, "/disclosures/catalogue/drop"),
    ("POST", "/disclosures/catalogue/import"): (WORKERS, "/disclosures/catalogue/import"),
    ("GET", "/disclosures/catalogue.xlsx"): (READERS, "/disclosures/catalogue.xlsx"),
    ("GET", "/disclosures/catalogue.docx"): (READERS, "/disclosures/catalogue.docx"),
    ("GET", "/disclosures/import"): (CLERK, "/disclosures/import"),
    ("POST", "/disclosures/import"): (CLERK, "/disclosures/import"),
    ("GET", "/disclosures/import/template.xlsx"): (CLERK, "/disclosures/import/template.xlsx"),
    ("GET", "/disclosures/suggestions"): (READERS, "/disclosures/suggestions"),
    ("GET", "/figures"): (READERS, "/figures"),
    ("POST", "/figures"): (WORKERS, "/figures"),
    ("POST", "/figures/import"): (WORKERS, "/figures/import"),
    ("GET", "/figures/export.xlsx"): (READERS, "/figures/export.xlsx"),
    ("GET", "/figures/papers"): (READERS, "/figures/papers"),
    ("POST", "/figures/papers/self-inspection.docx"): (
        READERS,
        "/figures/papers/self-inspection.docx",
    ),
    ("POST", "/figures/papers/guide.docx"): (READERS, "/figures/papers/guide.docx"),
    ("GET", "/ledger/repeats"): (READERS, "/ledger/repeats"),
}
