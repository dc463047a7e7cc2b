"""A seeded database a test session, and what tests need to ask the agents."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from chat_platform.agents import AnswerDelta, RunRequest, Supervisor, seed_usage_data, usage_csv
from chat_platform.contract.events import AgentCompleted, AgentEvent
from chat_platform.storage.base import Base

from . import ledger

RUN_ID = "r1"
Sessions = async_sessionmaker[AsyncSession]


@dataclass
class Told:
    """A listener that keeps everything a run told, in order, and what nested runs told."""

    everything: list[AgentEvent | AnswerDelta] = field(default_factory=list)
    heard: list[tuple[str, AgentEvent | AnswerDelta]] = field(default_factory=list)

    def put(self, run_id: str, event: AgentEvent | AnswerDelta) -> None:
        self.heard.append((run_id, event))
        if run_id == RUN_ID:
            self.everything.append(event)

    async def notify(self, run_id: str, event: AgentEvent) -> None:
        self.put(run_id, event)

    def nested(self) -> dict[str, list[AgentEvent]]:
        """The events of each nested run."""
        ids = dict.fromkeys(run_id for run_id, _ in self.heard if run_id != RUN_ID)
        return {n: [event for run_id, event in self.heard if run_id == n] for n in ids}

    @property
    def events(self) -> list[AgentEvent]:
        return [told for told in self.everything if not isinstance(told, AnswerDelta)]

    @property
    def answer(self) -> str:
        return "".join(told.text for told in self.everything if isinstance(told, AnswerDelta))

    @property
    def completed(self) -> AgentCompleted:
        last = self.everything[-1]
        assert isinstance(last, AgentCompleted)
        return last

    def of(self, kind: type[AgentEvent]) -> list[AgentEvent]:
        return [event for event in self.events if isinstance(event, kind)]


Ask = Callable[..., Awaitable[Told]]


def request(text: str, *history: tuple[str, str]) -> RunRequest:
    return RunRequest(
        run_id=RUN_ID,
        thread_id="t1",
        message_id="m1",
        text=text,
        plan="free",
        user_name="Ada",
        history=history,
    )


async def ask_supervisor(supervisor: Supervisor, text: str, *history: tuple[str, str]) -> Told:
    told = Told()
    await supervisor.run(request(text, *history), told)
    return told


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("usage") / "usage.db"

    async def seed() -> None:
        engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
        async with engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with AsyncSession(engine) as session:
            await seed_usage_data(session)
        await engine.dispose()

    asyncio.run(seed())
    return path


@pytest.fixture
async def sessions(seeded_file: Path, tmp_path: Path) -> AsyncIterator[Sessions]:
    copy = shutil.copy(seeded_file, tmp_path / "usage.db")
    engine = create_async_engine(f"sqlite+aiosqlite:///{copy}")
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


@pytest.fixture
async def empty_sessions(tmp_path: Path) -> AsyncIterator[Sessions]:
    """Tables without a row."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


@pytest.fixture
async def bare_sessions(tmp_path: Path) -> AsyncIterator[Sessions]:
    """A database without tables: every tool breaks down on it."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'bare.db'}")
    yield async_sessionmaker(engine, expire_on_commit=False)
    await engine.dispose()


@pytest.fixture(scope="session")
def rows(seeded_file: Path) -> list[ledger.Row]:
    """The data set as its CSV export tells it."""

    async def export() -> str:
        engine = create_async_engine(f"sqlite+aiosqlite:///{seeded_file}")
        async with AsyncSession(engine) as session:
            text = "".join([piece async for piece in usage_csv(session)])
        await engine.dispose()
        return text

    return ledger.read(asyncio.run(export()))


@pytest.fixture
def ask(sessions: Sessions) -> Ask:
    """Ask the agents a question, with the user's earlier questions as history."""
    supervisor = Supervisor(sessions, pace_ms=0)

    async def ask(text: str, *earlier: str) -> Told:
        history = [turn for q in earlier for turn in (("user", q), ("agent", "An answer."))]
        return await ask_supervisor(supervisor, text, *history)

    return ask
