"""Coming in without a browser: the same HTTP calls that the pages make."""

from collections.abc import Callable, Sequence

from targets.reference.api import Api, Refused, token_of
from test_framework.targets import ListedDevice
from test_framework.test_context import TestContext


class WireAccess:
    """Signs up, confirms, logs in and out over HTTP; remembers what was said."""

    def __init__(self, context: TestContext) -> None:
        self._context = context
        self._api = Api.of(context)
        self._told = ""
        self._tried = ("", "")

    def sign_up(self, name: str, email: str, password: str) -> None:
        """Ask for an account."""
        self._try(lambda: self._api.sign_up(name, email, password))

    def confirm(self, link: str) -> None:
        """Follow the link of the mail."""
        self._try(lambda: self._api.confirm(link))

    def log_in(self, email: str, password: str) -> None:
        """Try to come in."""
        self._tried = (email, password)
        self.enter_code("")

    def log_out(self) -> None:
        """Leave."""
        self._api.log_out()

    def ask_for_reset(self, email: str) -> None:
        """Ask for a link to a new password."""
        self._try(lambda: self._api.tell("/api/accounts/password-reset", email=email))

    def set_password(self, link: str, password: str) -> None:
        """Choose a new password by the link."""
        token = token_of(link)
        self._try(lambda: self._api.tell("/api/accounts/password", token=token, password=password))

    def ask_for_confirmation(self, email: str) -> None:
        """Ask for the mail that confirms an address once more."""
        self._try(lambda: self._api.tell("/api/accounts/verification/resend", email=email))

    def unlock(self, link: str) -> None:
        """Unlock the account by the link of a mail."""
        self._try(lambda: self._api.tell("/api/accounts/unlock", token=token_of(link)))

    def begin_second_factor(self) -> str:
        """Ask for a second factor; the secret for the authenticator app."""
        password = self._context.identity.password
        return str(self._api.second_factor("POST", password=password)["secret"])

    def switch_on_second_factor(self, code: str) -> Sequence[str]:
        """Enter the app's first code; the backup codes."""
        codes = self._api.second_factor("POST", "/confirmation", code=code)["backup_codes"]
        return [str(each) for each in codes]

    def switch_off_second_factor(self, password: str) -> None:
        """Ask for the second factor no more."""
        self._try(lambda: f"{self._api.second_factor('DELETE', password=password)}")

    def enter_code(self, code: str) -> None:
        """Try the log-in before once more, with a code."""
        email, password = self._tried
        self._try(lambda: f"Hello, {self._api.log_in(email, password, code)['name']}.")

    def devices(self) -> Sequence[ListedDevice]:
        """Where the person is logged in."""
        return [ListedDevice(each["device"], each["current"]) for each in self._api.devices()]

    def log_out_other(self) -> None:
        """Log out one device that is not the one at hand."""
        other = next(each for each in self._api.devices() if not each["current"])
        self._api.log_out_device(other["id"])

    def log_out_elsewhere(self) -> None:
        """Log out every device but the one at hand."""
        self._api.log_out_device()

    def enter(self) -> None:
        """Come in with the account that is there."""
        identity = self._context.identity
        self._api.log_in(identity.email, identity.password)

    def hear(self, words: str) -> None:
        """Remember what the platform said on another way than this one."""
        self._told = words

    def told(self) -> str:
        """What the platform said to the last attempt."""
        return self._told

    def inside_as(self) -> str | None:
        """The name under which the person is logged in; None outside."""
        try:
            return str(self._api.me()["name"])
        except Refused:
            return None

    def attempt(self, deed: Callable[[], str]) -> None:
        """Do something else that the platform may refuse; ``told`` says what came of it."""
        self._try(deed)

    def _try(self, attempt: Callable[[], str]) -> None:
        try:
            self._told = attempt()
        except Refused as refusal:
            self._told = f"{refusal.message} {refusal.what_next}"
