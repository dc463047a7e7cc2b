"""Promises about devices and their log-ins, broken."""

from datetime import timedelta

from chat_platform.accounts import devices, sessions
from chat_platform.accounts.devices import Devices
from chat_platform.accounts.sessions import Sessions, end_sessions
from tests.sabotage.catalogue import breaks, replace


@breaks("devices-listed", finding="the list holds")
def only_own_device_listed() -> None:
    """The list shows the device at hand alone."""

    def make(of):
        async def own(self, caller):
            return [seen for seen in await of(self, caller) if seen.current]

        return own

    replace(Devices, "of", make)


@breaks("devices-listed", finding="the list names")
def every_device_called_the_same() -> None:
    """Every device is called Safari, for all browsers claim to be that too."""
    replace(devices, "BROWSERS", lambda browsers: browsers[::-1])


@breaks("device-logged-out", finding="to be closed|asks Ada's other device to log in")
def device_stays_logged_in() -> None:
    """Logging a device out from afar does nothing."""
    replace(Devices, "_end", lambda _: _ended_nothing)


@breaks("device-logged-out", finding="to be closed|asks Ada's other device to log in")
def device_logged_out_later() -> None:
    """A device that was logged out keeps its connection."""
    replace(Sessions, "tell_revoked", lambda _: lambda _self, _ids: None)


@breaks("everywhere-else-logged-out", finding="to be closed|asks Ada's other device to log in")
def nobody_logged_out_elsewhere() -> None:
    """Logging out everywhere else does nothing."""
    replace(Devices, "log_out_others", lambda _: _ended_nothing)


@breaks("everywhere-else-logged-out", finding="Ada is outside")
def everybody_logged_out() -> None:
    """Logging out everywhere else ends the log-in at hand too."""

    def make(_end_sessions):
        return lambda session, user_id, now, *_which: end_sessions(session, user_id, now)

    replace(devices, "end_sessions", make)


@breaks("own-devices-only", finding="Mallory was not refused")
def devices_of_others_logged_out() -> None:
    """Whoever knows the name of a log-in may end it."""

    def make(log_out):
        async def log_out_any(self, caller, session_id):
            other = await self.sessions.find_alive(session_id)
            await log_out(self, other or caller, session_id)

        return log_out_any

    replace(Devices, "log_out", make)


@breaks("idle-log-in-ends", finding="the end of Ada's log-in")
def unused_log_in_lasts() -> None:
    """A log-in that nobody uses lasts as long as any other."""
    replace(Sessions, "_is_alive", lambda _: _alive_until_revoked)


@breaks("copied-log-in-ends", finding="Mallory got a log-in")
def old_key_renews() -> None:
    """A key that was used before renews the log-in again."""

    def make(refresh):
        async def refresh_with_long_grace(self, token):
            object.__setattr__(self, "grace", timedelta(days=1))
            return await refresh(self, token)

        return refresh_with_long_grace

    replace(Sessions, "refresh", make)


@breaks("copied-log-in-ends", finding="to be closed|could renew the log-in")
def old_key_only_refused() -> None:
    """A key that was used before is refused, but the log-in goes on."""
    replace(sessions, "or_", lambda _: lambda current, _previous: current)


@breaks("copied-log-in-ends", finding="Mallory got a log-in|could renew the log-in")
def nobody_knows_what_arrived() -> None:
    """Each renewal is given again, as if its answer had been lost."""

    def make(_note_arrival):
        async def forget(_self, _access):
            return None

        return forget

    replace(Sessions, "_note_arrival", make)


async def _ended_nothing(_self, *_details):
    return ["nothing"]


def _alive_until_revoked(_self, session, now):
    return session.revoked_at is None and session.expires_at > now
