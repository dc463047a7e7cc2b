"""Group commit: jobs share a transaction, and none harms another."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import String, event, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from chat_platform.storage.base import Base
from chat_platform.storage.engine import open_database
from chat_platform.storage.writer import WriterClosed


class Note(Base):
    """A row of these tests only."""

    __tablename__ = "notes_of_tests"
    text: Mapped[str] = mapped_column(String(20), primary_key=True)


def noting(text):
    def job(session):
        session.execute(insert(Note).values(text=text))
        return text

    return job


async def notes(database):
    async with database.read() as session:
        return sorted(await session.scalars(select(Note.text)))


def test_what_run_returned_is_durable(portal, database):
    assert portal.call(database.writer.run, noting("a")) == "a"
    assert portal.call(notes, database) == ["a"]


def test_jobs_that_wait_together_commit_together(portal, database):
    commits = []
    event.listen(database.writing_engine, "commit", lambda _: commits.append(1))

    async def rush():
        return await asyncio.gather(*(database.writer.run(noting(f"n{i:03}")) for i in range(200)))

    assert portal.call(rush) == [f"n{i:03}" for i in range(200)]
    assert len(portal.call(notes, database)) == 200
    assert len(commits) <= 3


def test_a_job_that_fails_undoes_its_own_work_only(portal, database):
    def half(session):
        session.execute(insert(Note).values(text="half"))
        raise LookupError("half way")

    async def rush():
        jobs = [noting("a"), half, noting("a"), noting("b")]
        return await asyncio.gather(*map(database.writer.run, jobs), return_exceptions=True)

    first, failed, twice, last = portal.call(rush)
    assert (first, last) == ("a", "b")
    assert isinstance(failed, LookupError)
    assert isinstance(twice, IntegrityError)
    assert portal.call(notes, database) == ["a", "b"]


def test_nobody_is_told_of_success_before_the_commit(portal, database):
    told = []

    def fail(_connection):
        assert told == []
        raise OSError("disk full")

    async def write():
        outcome = await asyncio.gather(
            *(database.writer.run(noting(text)) for text in "ab"), return_exceptions=True
        )
        told.append(outcome)
        return outcome

    event.listen(database.writing_engine, "commit", fail)
    assert [type(problem) for problem in portal.call(write)] == [OSError, OSError]
    event.remove(database.writing_engine, "commit", fail)
    assert portal.call(notes, database) == []
    assert portal.call(database.writer.run, noting("c")) == "c"


def test_a_job_is_done_though_its_caller_has_gone(portal, database):
    async def leave():
        waiting = asyncio.create_task(database.writer.run(noting("a")))
        await asyncio.sleep(0)
        waiting.cancel()
        await database.writer.run(noting("b"))

    portal.call(leave)
    assert portal.call(notes, database) == ["a", "b"]


def test_closing_carries_out_what_was_accepted_and_takes_no_more(portal, room_url):
    async def story():
        database = await open_database(room_url)
        waiting = [asyncio.create_task(database.writer.run(noting(text))) for text in "abc"]
        await asyncio.sleep(0)
        await database.close()
        with pytest.raises(WriterClosed):
            await database.writer.run(noting("d"))
        return await asyncio.gather(*waiting)

    assert portal.call(story) == ["a", "b", "c"]


def test_error_messages_do_not_tell_what_was_to_be_stored(portal, database):
    portal.call(database.writer.run, noting("a secret word"))
    with pytest.raises(IntegrityError) as refused:
        portal.call(database.writer.run, noting("a secret word"))
    assert "a secret word" not in str(refused.value)


@pytest.fixture
def room_url(settings):
    return settings.database
