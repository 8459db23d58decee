"""The tables, one file a noun; importing this module makes all of them known to ``METADATA``."""

from workflow.store.tables.accounts import (
    Account,
    AccountRole,
    Session,
    SignInAttempt,
    SignInRefusal,
)
from workflow.store.tables.agencies import Agency, NumberSeries
from workflow.store.tables.base import METADATA, table_of
from workflow.store.tables.calendars import CalendarImport
from workflow.store.tables.deliveries import Contact, Delivery, Heartbeat
from workflow.store.tables.derived import (
    DERIVED,
    DerivedAppeal,
    DerivedCase,
    DerivedDeadline,
    DerivedDisclosure,
    DerivedFee,
    DerivedGram,
    DerivedRedo,
    DerivedSearch,
)
from workflow.store.tables.documents import Document, TemplateVersion
from workflow.store.tables.journal import Journal, JournalHead
from workflow.store.tables.outbox import InboxMessage, OutboxRow, Reminder
from workflow.store.tables.reports import AnnualReport
from workflow.store.tables.showings import Showing
from workflow.store.tables.tasks import Task
from workflow.store.tables.tokens import ApiCall, ApiToken
from workflow.store.tables.vault import Attachment, ChainKey, Installation, VaultValue

__all__ = [
    "DERIVED",
    "METADATA",
    "Account",
    "AccountRole",
    "Agency",
    "AnnualReport",
    "ApiCall",
    "ApiToken",
    "Attachment",
    "CalendarImport",
    "ChainKey",
    "Contact",
    "Delivery",
    "DerivedAppeal",
    "DerivedCase",
    "DerivedDeadline",
    "DerivedDisclosure",
    "DerivedFee",
    "DerivedGram",
    "DerivedRedo",
    "DerivedSearch",
    "Document",
    "Heartbeat",
    "InboxMessage",
    "Installation",
    "Journal",
    "JournalHead",
    "NumberSeries",
    "OutboxRow",
    "Reminder",
    "Session",
    "Showing",
    "SignInAttempt",
    "SignInRefusal",
    "Task",
    "TemplateVersion",
    "VaultValue",
    "table_of",
]
