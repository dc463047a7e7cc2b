"""Every setting of the platform, read from environment variables that begin with CHAT_."""

from __future__ import annotations

import os
import re
import secrets
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_core import from_json
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from chat_platform.contract.standing import Plan
from chat_platform.oauth_settings import ProviderName, ProviderSettings, read_providers
from chat_platform.saml_settings import SamlSettings, read_company

# RFC 7518, 3.2: a key for HS256 has at least as many bits as the hash.
SHORTEST_KEY = 32

Seconds = Annotated[float, Field(gt=0)]
Usd = Annotated[Decimal, Field(ge=0, decimal_places=9)]


class Unusable(Exception):
    """A setting cannot be used: one sentence for the operator, with what to do."""


class Settings(BaseSettings):
    """Settings with embedded defaults; ``CHAT_PORT=0`` in the environment sets ``port``.

    Example:
        >>> Settings(port=0, data_dir=Path("/tmp/chat")).database
        'sqlite+aiosqlite:////tmp/chat/chat.db'
    """

    model_config = SettingsConfigDict(env_prefix="CHAT_", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on; loopback by default")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes any free one")
    public_url: str = Field(
        "",
        description="Where users reach the platform; links in mails begin with it. "
        "Unset: http://HOST:PORT",
    )
    data_dir: Path = Field(
        Path(".platform"), description="Folder for the database, the secret key and mails"
    )
    database_url: str = Field(
        "", description="SQLAlchemy URL with an async driver. Unset: an SQLite file in the folder"
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Signs access tokens, at least 32 characters. Unset: made once, kept in the "
        "folder",
    )
    smtp_host: str = Field(
        "",
        description="Mail server. Unset: mails are written into the folder, for trying things out",
    )
    smtp_port: int = Field(25, ge=1, le=65535, description="Port of the mail server")
    mail_from: str = Field(
        "Chat is King <no-reply@chat-is-king.example>", description="Sender of all mails"
    )
    verification_lifetime_s: Seconds = Field(86_400, description="How long a sign-up link works")
    reset_lifetime_s: Seconds = Field(1_800, description="How long a link to a new password works")
    log_in_link_lifetime_s: Seconds = Field(900, description="How long a link to log in works")
    address_link_lifetime_s: Seconds = Field(
        3_600, description="How long a link to a new address works"
    )
    address_undo_lifetime_s: Seconds = Field(
        604_800, description="How long a changed address can be put back from the old one"
    )
    leaving_link_lifetime_s: Seconds = Field(
        1_800, description="How long a link that deletes an account works"
    )
    recent_log_in_s: Seconds = Field(
        600, description="How old a log-in may be that stands for a password where there is none"
    )
    log_in_attempts: int = Field(
        10, ge=1, description="How many wrong passwords lock an address for a while"
    )
    lockout_s: Seconds = Field(900, description="For how long they lock it")
    mails_per_address: int = Field(
        10, ge=1, description="How many mails may be asked for with one address in the window"
    )
    mail_window_s: Seconds = Field(3_600, description="The window in which mails are counted")
    second_factor_drift: int = Field(
        1, ge=0, description="How many steps of 30 s the clock of an authenticator app may be off"
    )
    access_token_lifetime_s: Seconds = Field(900, description="How long an access token works")
    session_lifetime_s: Seconds = Field(1_209_600, description="How long one stays logged in")
    session_idle_s: Seconds = Field(
        259_200, description="How long one stays logged in on a device that is not used"
    )
    refresh_grace_s: Seconds = Field(
        30, description="How long a renewed log-in cookie may come once more, from another tab"
    )
    ticket_lifetime_s: Seconds = Field(30, description="How long a WebSocket ticket works")
    max_message_chars: int = Field(8_000, ge=1, description="Longest message a user may send")
    max_frame_bytes: int = Field(65_536, ge=1_024, description="Largest WebSocket message taken")
    max_attachment_bytes: int = Field(
        1_000_000, ge=1, le=2_097_152, description="Largest file that a user may attach"
    )
    oauth_providers: Annotated[dict[ProviderName, ProviderSettings], NoDecode] = Field(
        {},
        description="Providers to come in through, as JSON: name (google, microsoft, github, "
        "gitlab, sso) to client_id, client_secret, issuer, title",
    )
    saml: Annotated[SamlSettings | None, NoDecode] = Field(
        None,
        description="A company's own log-in (SAML 2.0), as JSON: issuer (its entity id), sso_url, "
        "certificate, email_attribute, name_attribute, addresses_vouched, title",
    )
    oauth_lifetime_s: Seconds = Field(600, description="How long one may take at a provider")
    oauth_timeout_s: Seconds = Field(5, description="How long a provider may take to answer")
    plans: Literal["open", "priced"] = Field(
        "open",
        description="open: nobody is refused anything for the plan; priced: each plan gives what "
        "the table in accounts/plans.py says",
    )
    credits: Annotated[dict[Plan, Usd], NoDecode] = Field(
        {},
        description="What plans let spend in a month instead of what docs/billing.md says, as "
        'JSON in USD: {"early": "5.00"}; only where plans are priced',
    )
    trial_lifetime_s: Seconds = Field(1_209_600, description="How long a trial lasts")
    admins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Addresses whose owners are administrators from their first log-in on, "
        "separated by commas; a role given or taken later counts",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Further origins that may open a WebSocket, separated by commas"
    )
    password_hash_memory_kib: int = Field(
        19_456,
        ge=8,
        description="Memory for one argon2id hash; the default is what OWASP recommends",
    )
    agent_model: str = Field(
        "offline", description="The agents' model: offline, or any name pydantic-ai knows"
    )
    agent_fallback_model: str = Field(
        "", description="The model to ask when the agents' model fails; unset: none"
    )
    model_silence_s: Seconds = Field(30, description="How long a model may be silent")
    tool_timeout_s: Seconds = Field(30, description="How long one try of a tool may take")
    tries: int = Field(
        4, ge=1, description="How often a failing tool or model is tried, the first time included"
    )
    retry_pause_s: Seconds = Field(
        0.1, description="The pause before the second try; it doubles with each further one"
    )
    breaker_failures: int = Field(
        5, ge=1, description="So many failures in a row, and a tool or model is left alone"
    )
    breaker_open_s: Seconds = Field(30, description="How long it is left alone then")
    agent_pace_ms: int = Field(
        15, ge=0, description="Pause between streamed pieces of the offline model"
    )
    agent_piece_chars: int = Field(
        48, ge=1, description="Size of streamed pieces of the offline model; 1: word by word"
    )
    tool_pace_ms: int = Field(
        0, ge=0, description="Pause before a tool works, so that people can watch"
    )
    run_timeout_s: Seconds = Field(120, description="How long a run may take before it fails")
    run_tool_calls: int = Field(
        100, ge=1, description="Tool calls a run may make; with one more it fails"
    )
    database_busy_s: float = Field(
        5, ge=0, description="How long a write waits for a database that something else locks"
    )
    heartbeat_s: Seconds = Field(20, description="How often either side pings a WebSocket")
    request_within_s: Seconds = Field(
        30, description="How long a request may take to arrive, up to its last byte"
    )
    connections_per_account: int = Field(
        50, ge=1, description="How many WebSockets of one account may be open at a time"
    )
    messages_per_s: float = Field(
        200,
        gt=0,
        description="How many messages a second one WebSocket may send for long; for a while, "
        "ten times as many",
    )
    waiting_chars: int = Field(
        1_000_000,
        ge=1,
        description="How many characters may wait to be sent through one WebSocket whose reader is "
        "slow; the default is some two thousand usual events",
    )
    send_buffer_bytes: int | None = Field(
        None,
        ge=1,
        description="How much the operating system may keep of what was sent through one "
        "connection and not taken yet; without it, as much as it likes, often megabytes",
    )
    drain_s: Seconds = Field(10, description="How long a shut-down waits for running agents")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Log level")
    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="Log format; auto is console on a terminal, JSON elsewhere"
    )

    @field_validator("public_url")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^\s/?#]+", value):
            raise ValueError("write it like https://chat.example.com, without a path")
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_long(cls, value: SecretStr) -> SecretStr:
        if 0 < len(value.get_secret_value()) < SHORTEST_KEY:
            raise ValueError(f"it needs at least {SHORTEST_KEY} characters")
        return value

    @field_validator("oauth_providers", mode="before")
    @classmethod
    def _read_providers(cls, value: object) -> object:
        return read_providers(value)

    @field_validator("saml", mode="before")
    @classmethod
    def _read_company(cls, value: object) -> object:
        return read_company(value)

    @field_validator("credits", mode="before")
    @classmethod
    def _read_credits(cls, value: object) -> object:
        return from_json(value or "{}") if isinstance(value, str) else value

    @field_validator("allowed_origins", "admins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @property
    def address(self) -> str:
        """Where the platform listens, as a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def url(self) -> str:
        """Where users reach the platform, without a trailing slash."""
        return self.public_url or self.address

    @property
    def database(self) -> str:
        """The database's SQLAlchemy URL."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir.absolute()}/chat.db"


def prepare_folder(settings: Settings) -> Settings:
    """Create the data folder and, when none is set, the secret key in it.

    Returns:
        The settings with a secret key in any case.

    Raises:
        OSError: when the folder cannot be written.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if settings.secret_key.get_secret_value():
        return settings
    path = settings.data_dir / "secret.key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    key = path.read_text(encoding="ascii").strip()
    return settings.model_copy(update={"secret_key": SecretStr(key)})
