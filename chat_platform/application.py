"""The application: its rooms built from the settings, and wired together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI

from chat_platform.accounts import (
    administration_api,
    devices_api,
    log_in_links_api,
    own_account_api,
    recovery_api,
    second_factor_api,
)
from chat_platform.accounts import api as accounts_api
from chat_platform.accounts.addresses import read_address
from chat_platform.accounts.administration import Administration
from chat_platform.accounts.api import Accounts
from chat_platform.accounts.devices import Devices
from chat_platform.accounts.errands import Errands
from chat_platform.accounts.lockouts import Lockouts
from chat_platform.accounts.mail import FolderPostman, Postman, SmtpPostman
from chat_platform.accounts.mail_limits import MailLimits
from chat_platform.accounts.mailing import Mailing
from chat_platform.accounts.oauth import api as oauth_api
from chat_platform.accounts.oauth import saml_api, ways_api
from chat_platform.accounts.oauth.api import build_oauth
from chat_platform.accounts.own_account import build_own_account
from chat_platform.accounts.passwords import Passwords
from chat_platform.accounts.recovery import Recovery
from chat_platform.accounts.registrations import Registrations
from chat_platform.accounts.second_factor import SecondFactors
from chat_platform.accounts.sessions import Sessions
from chat_platform.accounts.tokens import AccessTokens
from chat_platform.billing import api as billing_api
from chat_platform.billing import books_api, office_api
from chat_platform.billing.api import Billing
from chat_platform.billing.prices import credit_book
from chat_platform.chat import (
    ag_ui,
    attachments_api,
    breakers_api,
    export_api,
    oversight_api,
    usage_api,
)
from chat_platform.chat import api as chat_api
from chat_platform.chat.room import ChatRoom
from chat_platform.contract.errors import ERROR_TEXTS
from chat_platform.contract.standing import Role
from chat_platform.operations import documents, health, metrics
from chat_platform.operations.middleware import EveryRequest
from chat_platform.operations.problems import Problem, install_problem_handlers
from chat_platform.settings import Settings, Unusable
from chat_platform.storage.engine import Database, open_database
from chat_platform.web import mount_pages

TITLE = "Chat is King, reference platform"
VERSION = "0.1.0"
ACCOUNT_APIS = (
    accounts_api,
    recovery_api,
    log_in_links_api,
    own_account_api,
    devices_api,
    second_factor_api,
    oauth_api,
    saml_api,
    ways_api,
    administration_api,
)
BILLING_APIS = (billing_api, office_api, books_api)
CHAT_APIS = (
    chat_api,
    usage_api,
    breakers_api,
    oversight_api,
    attachments_api,
    export_api,
    ag_ui,
)


def create_application(settings: Settings) -> FastAPI:
    """The whole platform as an ASGI application.

    Args:
        settings: From :func:`chat_platform.settings.prepare_folder`, so with a secret key.

    Example:
        >>> create_application(Settings()).title
        'Chat is King, reference platform'
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = await open_database(settings.database, settings.database_busy_s)
        accounts = build_accounts(settings, database)
        chat = ChatRoom(settings, database, accounts.sessions)
        accounts.own.farewells.on_leaving.append(chat.dismiss)
        app.state.database, app.state.accounts, app.state.chat = database, accounts, chat
        app.state.billing = Billing(database, credit_book(settings.plans, settings.credits))
        app.state.administration = Administration(
            accounts.sessions,
            timedelta(seconds=settings.trial_lifetime_s),
            [chat.tell_standing],
        )
        app.state.oauth = build_oauth(
            settings.oauth_providers,
            accounts,
            settings.url,
            timedelta(seconds=settings.oauth_lifetime_s),
            settings.oauth_timeout_s,
            company=settings.saml,
        )
        await chat.start()
        try:
            yield
        finally:
            await accounts.errands.finish()
            await database.close()

    # The interactive documentation pages load scripts from elsewhere: they stay off.
    app = FastAPI(title=TITLE, version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(EveryRequest)
    install_problem_handlers(app)
    rooms = (*ACCOUNT_APIS, *CHAT_APIS, *BILLING_APIS, health, metrics, documents)
    for module in rooms:
        app.include_router(module.router)
    mount_pages(app)
    return app


def build_accounts(settings: Settings, database: Database) -> Accounts:
    """The accounts room."""
    passwords = Passwords(settings.password_hash_memory_kib)
    postman, errands = build_postman(settings), Errands()
    limits = MailLimits(
        database.writer, settings.mails_per_address, timedelta(seconds=settings.mail_window_s)
    )
    lockouts = Lockouts(
        database.writer,
        postman,
        errands,
        settings.log_in_attempts,
        timedelta(seconds=settings.lockout_s),
        settings.url,
    )
    key = settings.secret_key.get_secret_value()
    sessions = Sessions(
        database,
        passwords,
        AccessTokens(
            key,
            timedelta(seconds=settings.access_token_lifetime_s),
        ),
        timedelta(seconds=settings.session_lifetime_s),
        timedelta(seconds=settings.session_idle_s),
        timedelta(seconds=settings.refresh_grace_s),
        key,
        lockouts,
        SecondFactors(database, lockouts, key, settings.second_factor_drift),
        first_admins(settings),
    )
    registrations = Registrations(
        database.writer,
        passwords,
        postman,
        settings.url,
        timedelta(seconds=settings.verification_lifetime_s),
        errands,
        limits,
    )
    recovery = Recovery(
        sessions,
        postman,
        errands,
        settings.url,
        timedelta(seconds=settings.reset_lifetime_s),
        limits,
    )
    return Accounts(
        registrations,
        sessions,
        settings.url.startswith("https:"),
        errands,
        recovery,
        Devices(sessions),
        build_own_account(settings, sessions, Mailing(postman, errands, limits, settings.url)),
    )


async def grant_role(settings: Settings, address: str, role: Role) -> None:
    """Give a role in the name of the operator, without a running platform.

    Raises:
        Unusable: when nobody has an account with that address, or the database is not there.
    """
    database = await open_database(settings.database, settings.database_busy_s)
    try:
        sessions = build_accounts(settings, database).sessions
        trial = timedelta(seconds=settings.trial_lifetime_s)
        await Administration(sessions, trial).grant(address, role)
    except Problem as problem:
        told = ERROR_TEXTS[problem.code]
        raise Unusable(f"{address} cannot be made {role}: {told.message}") from problem
    finally:
        await database.close()


def first_admins(settings: Settings) -> frozenset[str]:
    """The addresses that the operator named, as they are compared.

    Raises:
        Unusable: when one of them is none.
    """
    try:
        return frozenset(read_address(address).key for address in settings.admins)
    except Problem as problem:
        raise Unusable(
            "The setting CHAT_ADMINS cannot be used: write e-mail addresses, with commas between."
        ) from problem


def build_postman(settings: Settings) -> Postman:
    """Mails go through the mail server, or into the data folder when none is set."""
    if settings.smtp_host:
        return SmtpPostman(settings.smtp_host, settings.smtp_port, settings.mail_from)
    return FolderPostman(settings.data_dir / "mails", settings.mail_from)
