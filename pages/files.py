"""Files in the conversation on the chat page."""

from base64 import b64encode
from pathlib import Path

from playwright.sync_api import Locator

from pages.base import BasePage

# What a browser does when a person pastes a file, or drops one: an event that carries it.
HAND_OVER = """(element, {kind, name, bytes}) => {
    const transfer = new DataTransfer();
    const content = Uint8Array.from(atob(bytes), (each) => each.charCodeAt(0));
    transfer.items.add(new File([content], name));
    const more = {bubbles: true, cancelable: true};
    element.dispatchEvent(kind === "paste"
        ? new ClipboardEvent("paste", {...more, clipboardData: transfer})
        : new DragEvent("drop", {...more, dataTransfer: transfer}));
}"""


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

    def hand_over(self, kind: str, name: str, content: bytes) -> None:
        """Attach a file another way: "paste" it into the message, or "drop" it there."""
        told = {"kind": kind, "name": name, "bytes": b64encode(content).decode()}
        self.page.get_by_role("textbox", name="Message").evaluate(HAND_OVER, told)

    def save(self, name: str) -> bytes:
        """Save a file with its button; its bytes."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=f"Save {name}").click()
        return Path(download.value.path()).read_bytes()
