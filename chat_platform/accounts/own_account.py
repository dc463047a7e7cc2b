"""What people do with their own accounts besides logging in: each part, and how it is built."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from chat_platform.accounts.address_changes import AddressChanges
from chat_platform.accounts.farewells import Farewells
from chat_platform.accounts.log_in_links import LogInLinks
from chat_platform.accounts.mailing import Mailing
from chat_platform.accounts.sessions import Sessions
from chat_platform.accounts.step_up import StepUp
from chat_platform.settings import Settings


@dataclass(frozen=True)
class OwnAccount:
    """What the routes about one's own account work with."""

    step_up: StepUp
    log_in_links: LogInLinks
    address_changes: AddressChanges
    farewells: Farewells


def build_own_account(settings: Settings, sessions: Sessions, mailing: Mailing) -> OwnAccount:
    """The parts, with the lifetimes that the settings give them."""
    step_up = StepUp(
        sessions.passwords,
        sessions.lockouts,
        sessions.second_factors,
        timedelta(seconds=settings.recent_log_in_s),
    )
    return OwnAccount(
        step_up,
        LogInLinks(sessions, mailing, timedelta(seconds=settings.log_in_link_lifetime_s)),
        AddressChanges(
            sessions,
            step_up,
            mailing,
            timedelta(seconds=settings.address_link_lifetime_s),
            timedelta(seconds=settings.address_undo_lifetime_s),
        ),
        Farewells(sessions, step_up, mailing, timedelta(seconds=settings.leaving_link_lifetime_s)),
    )
