"""Files in the conversation on the chat page."""

from pathlib import Path

from playwright.sync_api import Locator

from pages.base import BasePage


class FilesPage(BasePage):
    """Attaching, seeing and saving files."""

    path = "/chat"

    @property
    def files(self) -> Locator:
        """All files of the conversation, oldest first."""
        return self.page.get_by_role("log", name="Conversation").get_by_role("figure")

    def file(self, name: str) -> Locator:
        """One of them."""
        log = self.page.get_by_role("log", name="Conversation")
        return log.get_by_role("figure", name=name)

    def names(self) -> list[str]:
        """What they are called."""
        names: list[str] = self.files.evaluate_all("all => all.map(each => each.ariaLabel)")
        return names

    def choose(self, name: str, content: bytes) -> None:
        """Attach a file with the button."""
        with self.page.expect_file_chooser() as chooser:
            self.page.get_by_role("button", name="Attach", exact=True).click()
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        chooser.value.set_files(file)  # type: ignore[arg-type]  # as FilePayload says

    def save(self, name: str) -> bytes:
        """Save a file with its button; its bytes."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=f"Save {name}").click()
        return Path(download.value.path()).read_bytes()
