"""The accounts room by itself, on a database of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from anyio.from_thread import BlockingPortal

from chat_platform.accounts.api import Accounts
from chat_platform.application import build_accounts
from chat_platform.settings import Settings, prepare_folder
from chat_platform.storage.engine import Database, open_database

Build = Callable[..., Accounts]


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
    """Builds the room with changed settings; mails are written into the folder."""

    def make(**changed: object) -> Accounts:
        return build_accounts(settings.model_copy(update=changed), database)

    return make
