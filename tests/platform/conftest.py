"""A running platform for the tests of its rooms, and people who use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from anyio.from_thread import BlockingPortal
from platform_kit.person import Person
from platform_kit.running import Running

from chat_platform.accounts.api import Accounts
from chat_platform.application import build_accounts
from chat_platform.settings import Settings, prepare_folder
from chat_platform.storage.engine import Database, open_database
from test_framework.services.mailbox import Mailbox

Launch = Callable[..., Running]
Build = Callable[..., Accounts]
Arrive = Callable[..., Person]


@pytest.fixture(autouse=True)
def plain_tracebacks() -> Iterator[None]:
    """structlog's own default draws every local variable of a traceback, for minutes."""
    structlog.configure(
        processors=[
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(),
        ]
    )
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def running(mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One platform that tests share; their people are their own."""
    platform = Running(tmp_path_factory.mktemp("shared"), mailbox.smtp, {}).start()
    yield platform
    platform.process.stop()


@pytest.fixture
def launch(mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launch]:
    """Starts a platform for one test, with settings of its own."""
    launched: list[Running] = []

    def start(**settings: str) -> Running:
        folder = tmp_path_factory.mktemp("own")
        launched.append(Running(folder, mailbox.smtp, settings))
        return launched[-1].start()

    yield start
    for platform in launched:
        platform.process.stop()
        print(platform.log)  # noqa: T201 - pytest shows it beside a test that failed


@pytest.fixture
def person(mailbox: Mailbox, running: Running) -> Iterator[Arrive]:
    """Makes a person, without an account yet, at the shared platform or another one."""
    made: list[Person] = []

    def make(name: str = "Ada Lovelace", at: Running | None = None) -> Person:
        made.append(Person(at or running, mailbox, name))
        return made[-1]

    yield make
    for one in made:
        one.leave()


@pytest.fixture
def ada(person: Arrive) -> Person:
    """A person with an account, logged in."""
    return person().arrive()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return prepare_folder(Settings(data_dir=tmp_path, password_hash_memory_kib=1024))


@pytest.fixture
def database(portal: BlockingPortal, settings: Settings) -> Iterator[Database]:
    opened = portal.call(open_database, settings.database)
    yield opened
    portal.call(opened.close)


@pytest.fixture
def build(database: Database, settings: Settings) -> Build:
    """Builds the accounts room with changed settings; mails are written into the folder."""

    def make(**changed: object) -> Accounts:
        return build_accounts(settings.model_copy(update=changed), database)

    return make
