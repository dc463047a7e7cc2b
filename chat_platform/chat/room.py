"""The chat room as a whole: its parts, its beginning and its end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from chat_platform.accounts.plans import plan_book
from chat_platform.accounts.sessions import Sessions
from chat_platform.agents import (
    Breakers,
    Patience,
    Resilience,
    RunLimits,
    Supervisor,
    UnusableModelError,
    seed_usage_data,
)
from chat_platform.billing.prices import credit_book
from chat_platform.chat.allowances import Allowances
from chat_platform.chat.attachments import Attachments
from chat_platform.chat.bridge import Bridge
from chat_platform.chat.changes import Changes
from chat_platform.chat.frames import Payload, reply_frame
from chat_platform.chat.hub import Closable, Hub
from chat_platform.chat.message_changes import MessageChanges
from chat_platform.chat.personal import PersonalStore
from chat_platform.chat.receipts import Change, Request
from chat_platform.chat.runs import KnownRun, OpenRun, RunStore
from chat_platform.chat.store import ChatStore
from chat_platform.chat.thread_changes import ThreadChanges
from chat_platform.chat.tickets import Tickets
from chat_platform.chat.usage_news import UsageNews
from chat_platform.contract.server_messages import PlanChanged, RunState, ServerDraining
from chat_platform.contract.standing import Plan, Role
from chat_platform.operations.health import BridgeHealth
from chat_platform.settings import Settings, Unusable
from chat_platform.storage.engine import Database

RESTART = 1012
COME_BACK_AFTER_MS = 1_000


class ChatRoom:
    """What sockets and routes of this room work with; the application keeps one."""

    def __init__(self, settings: Settings, database: Database, sessions: Sessions) -> None:
        self.settings = settings
        self.database = database
        self.sessions = sessions
        self.book = plan_book(settings.plans)
        allowances = Allowances(self.book, credit_book(settings.plans, settings.credits))
        self.store = ChatStore(database, allowances.refuse_beyond)
        self.hub = Hub()
        self.tickets = Tickets(
            database.writer, sessions, timedelta(seconds=settings.ticket_lifetime_s)
        )
        self._runs = RunStore(database, self.book)
        self.breakers = Breakers(settings.breaker_failures, settings.breaker_open_s)
        self.personal = PersonalStore(database, self.book)
        self.usage_news = UsageNews(self.personal, self.hub)
        self._bridge = Bridge(
            self._runs,
            self.hub,
            build_supervisor(settings, database, self.breakers),
            on_end=self.usage_news.changed_in,
        )
        self.threads = ThreadChanges(database)
        self.messages = MessageChanges(database, self.store.admit)
        self.attachments = Attachments(database, settings.max_attachment_bytes)
        self.changes = Changes(self.hub)
        self.draining = False
        sessions.on_revoked.append(self.hub.close_session)

    async def start(self) -> None:
        """Store the first data, and take up the runs that an earlier process left."""
        async with self.database.seed() as session:
            await seed_usage_data(session)
        for thread_id in await self.threads.half_deleted():
            await self._finish_delete(thread_id)
        await self._bridge.recover()

    async def submit(
        self,
        user_id: str,
        thread_id: str,
        client_id: str,
        text: str,
        *,
        acknowledge: Callable[[Payload, str], Awaitable[None]],
    ) -> None:
        """Store a message, acknowledge it, publish it, and let the agents begin.

        What was stored gets its answer even when the socket is lost meanwhile.

        Raises:
            Refused: ``thread_not_found``; ``plan_limit_reached``.
        """

        async def carry_through() -> None:
            accepted = await self.store.accept(user_id, thread_id, client_id, text)
            try:
                await acknowledge(accepted.reply, client_id)
            finally:
                self.hub.publish(thread_id, accepted.events)
                if accepted.run_id is not None:
                    self.usage_news.changed(user_id)
                    self._bridge.start(OpenRun(accepted.run_id, thread_id, started=False))

        await self.changes.through(carry_through())

    async def retry(self, request: Request, message_id: str) -> Change:
        """Let the agents answer a question once more; see ``MessageChanges.retry``."""
        change = await self.messages.retry(request, message_id)
        if change.run_id is not None:
            self.usage_news.changed(request.user_id)
            self._bridge.start(OpenRun(change.run_id, request.thread_id, started=False))
        return change

    async def delete_thread(self, request: Request) -> Change:
        """Delete a thread with all that is in it, once its runs have ended.

        Raises:
            Refused: ``thread_not_found`` or ``duplicate_message_id``.
        """
        change = await self.threads.begin_delete(request)
        if change.news:
            await self._finish_delete(request.thread_id)
        return change

    async def _finish_delete(self, thread_id: str) -> None:
        await self._bridge.abandon({thread_id})
        self.hub.publish(thread_id, await self.threads.delete(thread_id))
        self.hub.forget(thread_id)

    async def cancel_run(self, user_id: str, thread_id: str, run_id: str) -> RunState:
        """Stop a run of the user, or the whole run in which it is nested.

        Raises:
            Refused: ``thread_not_found`` or ``run_not_found``.
        """
        return await self._bridge.cancel(thread_id, await self._own_run(user_id, thread_id, run_id))

    async def run_state(self, user_id: str, thread_id: str, run_id: str) -> RunState:
        """How far a run of the user is.

        Raises:
            Refused: ``thread_not_found`` or ``run_not_found``.
        """
        return self._bridge.state(await self._own_run(user_id, thread_id, run_id))

    async def _own_run(self, user_id: str, thread_id: str, run_id: str) -> KnownRun:
        await self.store.thread(user_id, thread_id)
        return await self._runs.find(thread_id, run_id)

    async def dismiss(self, user_id: str) -> None:
        """End all work for a user who leaves for good and is logged out already."""
        await self.changes.settled()
        await self._bridge.abandon(await self.store.thread_ids(user_id))

    def health(self) -> BridgeHealth:
        """How the work goes on; it drains from the moment at which everybody is sent away."""
        health = self._bridge.health()
        return health.model_copy(update={"state": "draining"}) if self.draining else health

    async def drain(self, patience_s: float) -> None:
        """Send everybody away politely, and let the agents finish.

        Args:
            patience_s: How long to wait for running agents before they are cancelled.
        """
        self.draining = True
        sockets = tuple(self.hub.sockets)
        for socket in sockets:
            self.send_away(socket)
        # The server closes what is open when we return: everyone must have been told before.
        await asyncio.gather(*(socket.gone.wait() for socket in sockets))
        await self.changes.settled()
        await self._bridge.drain(patience_s)
        await self.usage_news.stop()

    def tell_standing(self, user_id: str, plan: Plan, role: Role) -> None:
        """Tell all sockets of a user that plan or role is another one from now on."""
        self.hub.tell_user(user_id, reply_frame(PlanChanged(plan=plan, role=role)))
        self.usage_news.changed(user_id)

    def send_away(self, socket: Closable) -> None:
        """Tell a client to come back soon, and close its socket."""
        goodbye = reply_frame(ServerDraining(reconnect_after_ms=COME_BACK_AFTER_MS))
        socket.end(RESTART, "the server restarts", goodbye)


def build_supervisor(settings: Settings, database: Database, breakers: Breakers) -> Supervisor:
    """The agents, on the model that the settings name.

    Raises:
        Unusable: when there is no such model, or its key is not set.
    """
    try:
        return Supervisor(
            database.read,
            settings.agent_model,
            pace_ms=settings.agent_pace_ms,
            piece_chars=settings.agent_piece_chars,
            tool_pace_ms=settings.tool_pace_ms,
            limits=RunLimits(settings.run_timeout_s, settings.run_tool_calls),
            resilience=Resilience(
                Patience(settings.tries, settings.retry_pause_s),
                settings.tool_timeout_s,
                settings.model_silence_s,
                settings.agent_fallback_model,
                breakers,
            ),
        )
    except UnusableModelError as problem:
        raise Unusable(f"The setting CHAT_AGENT_MODEL cannot be used: {problem}") from problem
