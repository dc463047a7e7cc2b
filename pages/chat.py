"""The chat page: threads, conversation, agent activity, connection."""

from playwright.sync_api import Locator

from pages.base import BasePage

# One round trip for all messages. What the user wrote is taken letter for letter; of an
# answer, what people read of its tables and lists.
WHO_SAID_WHAT = """articles => articles
    .filter(article => article.ariaBusy !== "true")
    .map(article => [
        article.ariaLabel,
        article.ariaLabel === "You" ? article.textContent : article.innerText,
    ])"""


class ChatPage(BasePage):
    """Where a user talks with the agents."""

    path = "/chat"

    # What one sees

    @property
    def user_name(self) -> Locator:
        """The banner with the name of who is logged in."""
        return self.page.get_by_role("banner")

    @property
    def connection(self) -> Locator:
        """What the page says of its connection."""
        return self.page.get_by_role("status", name="Connection")

    @property
    def plan(self) -> Locator:
        """The plan that the page says one is on."""
        return self.page.get_by_role("status", name="Plan")

    @property
    def composer(self) -> Locator:
        """Where one writes."""
        return self.page.get_by_role("textbox", name="Message")

    @property
    def messages(self) -> Locator:
        """All messages of the conversation, oldest first."""
        return self.page.get_by_role("log", name="Conversation").get_by_role("article")

    @property
    def last_message(self) -> Locator:
        """The newest message."""
        return self.messages.last

    @property
    def being_written(self) -> Locator:
        """The answer that has begun and is not complete."""
        return self.messages.and_(self.page.locator("[aria-busy=true]"))

    @property
    def at_work(self) -> Locator:
        """Where the page says which agent is at work; empty while none is."""
        activity = self.page.get_by_role("region", name="Agent activity")
        return activity.get_by_role("status")

    @property
    def activity(self) -> Locator:
        """One line for each thing the agents did."""
        return self.page.get_by_role("region", name="Agent activity").get_by_role("listitem")

    @property
    def threads(self) -> Locator:
        """The conversations, by title."""
        return self.page.get_by_role("navigation", name="Threads").get_by_role("listitem")

    @property
    def trouble(self) -> Locator:
        """Where the platform says that something of the chat was refused."""
        return self.page.get_by_role("alert")

    @property
    def stop(self) -> Locator:
        """Ends the agent's work; there only while one is at work."""
        return self.page.get_by_role("button", name="Stop")

    @property
    def thread_id(self) -> str:
        """Which conversation the address names; empty when none."""
        return self.page.url.partition("#thread=")[2]

    def conversation(self) -> list[tuple[str, str]]:
        """Who said what, oldest first, as it stands on the page.

        Without an answer that is still being written.
        """
        said: list[list[str]] = self.messages.evaluate_all(WHO_SAID_WHAT)
        return [(author, text) for author, text in said]

    def readable(self, author: str) -> list[str]:
        """What people read of the messages of one author: as they are laid out."""
        return self.messages.and_(self.page.get_by_label(author, exact=True)).all_inner_texts()

    def elements_in_last_message(self, kind: str) -> int:
        """How many HTML elements of a kind ("table", "script") the newest message has."""
        return self.last_message.locator(kind).count()

    def tables_in_last_message(self) -> list[str]:
        """The tables in the newest message: cells apart by tabs, rows by line breaks."""
        return self.last_message.get_by_role("table").all_inner_texts()

    # What one does

    def start_thread(self) -> None:
        """Begin a new conversation."""
        self.page.get_by_role("button", name="New thread").click()

    def open_by_address(self, thread_id: str) -> None:
        """Go to a conversation by its address, as a bookmark does."""
        self.page.goto(f"{self.base_url}{self.path}#thread={thread_id}")

    def choose_thread(self, title: str) -> None:
        """Go back to a conversation by the list."""
        self.threads.get_by_role("button", name=title, exact=True).click()

    def send(self, text: str) -> None:
        """Write a message and send it, as one does: with Enter."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def log_out(self) -> None:
        """Leave."""
        self.page.get_by_role("button", name="Log out").click()
