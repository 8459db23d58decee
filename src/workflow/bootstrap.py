"""The composition root: the one place that builds objects."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from workflow.adapters.channels import AppriseChannels, channels_installed
from workflow.adapters.keyfile import (
    FileKeyring,
    make_key_file,
    next_path,
    read_key_file,
    take_next,
)
from workflow.adapters.oidc import Client, OidcProvider
from workflow.adapters.queue import Waker
from workflow.adapters.templated import TemplatedNotices
from workflow.app.office import Office
from workflow.app.own_templates import StoredTemplates
from workflow.app.reminder_rules import ReminderRules, check_thresholds
from workflow.clock import CHINA, now
from workflow.errors import StorageError, why_unreadable
from workflow.settings import Settings, load_settings
from workflow.store import journals, queue_schema, schema, vaults
from workflow.store.engine import Store


def build(settings: Settings | None = None, clock: Callable[[], datetime] = now) -> Office:
    """Return the assembled application; an empty data folder is made ready first.

    StorageError says in one sentence what is wrong with folder, database or key.
    """
    settings = settings or load_settings()
    store = open_store(settings)
    schema.ready(store)
    if not store.sqlite and queue_schema.is_installed():
        store.wake = Waker(store.url)
    keys = _open_keys(settings, store, clock)
    return Office(
        store=store,
        keys=keys,
        now=clock,
        documents=TemplatedNotices(StoredTemplates(store)),
        documents_dir=_documents_dir(settings, store),
        reminders=_reminder_rules(settings),
        channels=AppriseChannels(settings.mail_url) if channels_installed() else None,
        base_url=settings.base_url,
        anchor_dir=settings.anchor_path,
        provider=_provider(settings, clock),
        local_sign_in=settings.oidc is None or settings.oidc.local_sign_in,
        password_list=settings.password_list,
    )


def _provider(settings: Settings, clock: Callable[[], datetime]) -> OidcProvider | None:
    """Return the office's own sign-in; StorageError where its secret can't be read."""
    if settings.oidc is None:
        return None
    secret, path = settings.oidc_secret, settings.oidc.secret_file
    if secret is None and path is not None:
        try:
            secret = SecretStr(path.read_text("utf-8").strip())
        except (OSError, ValueError) as error:
            what = why_unreadable(error)
            raise StorageError("oidc.secret_unreadable", path=path, what=what) from error
    told = settings.oidc.model_dump(exclude={"secret_file", "local_sign_in"})
    return OidcProvider(Client(**told, secret=secret), clock)


def _reminder_rules(settings: Settings) -> ReminderRules:
    given = settings.reminders.model_dump()
    thresholds = {"clerk": settings.remind_days} | given.pop("thresholds")
    check_thresholds(thresholds)
    return ReminderRules(thresholds=thresholds, **given)


def _documents_dir(settings: Settings, store: Store) -> Path | None:
    if settings.documents_dir is not None:
        return settings.documents_dir
    with store.read() as session:
        given = vaults.documents_folder(session)
    return settings.data_dir / given if given else None


def open_store(settings: Settings) -> Store:
    """Open the database, whatever its version; make the data folder where there is none."""
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError("store.folder_not_writable", path=folder, what=error.strerror) from error
    store = Store(settings.database)
    if store.sqlite and store.url.database:
        _keep_private(Path(store.url.database))
    return store


def _keep_private(database: Path) -> None:
    """Make a new SQLite file readable by its owner alone; its WAL takes the same mode."""
    with contextlib.suppress(OSError):  # the store itself says what is wrong with the place
        database.touch(mode=0o600, exist_ok=True)


def _open_keys(settings: Settings, store: Store, clock: Callable[[], datetime]) -> FileKeyring:
    path = settings.key_path
    with store.read() as session:
        bound = vaults.is_installed(session)
    read = read_key_file if bound or path.exists() else make_key_file
    keys = read(path, settings.cipher)
    if not bound:
        install(store, keys, clock())
        return keys
    with store.read() as session:
        known = vaults.key_check(session)
    if known != keys.check:
        keys = _finish_rotation(path, settings.cipher, known)
    return keys


def _finish_rotation(path: Path, cipher: str, known: str | None) -> FileKeyring:
    """Take the next master key where a rotation was stopped between database and file."""
    coming = next_path(path)
    if not coming.exists() or (keys := read_key_file(coming, cipher)).check != known:
        raise StorageError("vault.wrong_key")
    take_next(path)
    return keys


def install(store: Store, keys: FileKeyring, at: datetime) -> None:
    """Bind a new database to its master key, and begin the installation's chain."""
    with store.write() as session:
        if vaults.install(session, keys, at):
            on = at.astimezone(CHINA).date()
            made = journals.make_entry(journals.INSTALLATION, "install", on, at, "cli", "admin")
            journals.append(session, keys.head_key, made)
