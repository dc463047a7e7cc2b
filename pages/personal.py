"""Where the pages show preferences and use."""

from playwright.sync_api import Locator, Page

from pages.account import AccountPage

# The colour behind everything, as it is painted: what people see of the colours.
LIGHTNESS = """() => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor
        .match(/[\\d.]+/g).map(Number);
    return (red + green + blue) / (3 * 255);
}"""
HALF = 0.5
# In one round trip: the list is made anew while one looks.
TERMS_AND_FIGURES = """section => Object.fromEntries(
    [...section.querySelectorAll("dt")].map(term =>
        [term.textContent, term.nextElementSibling.textContent]))"""


def colours_of(page: Page) -> str:
    """Whether a page is shown in "light" or in "dark" colours."""
    lightness: float = page.evaluate(LIGHTNESS)
    return "light" if lightness > HALF else "dark"


def left_on(page: Page) -> Locator:
    """Where the chat says what is left of the day's questions."""
    return page.get_by_role("main").get_by_text("questions left today")


class PersonalPage(AccountPage):
    """The account page, with what one prefers and what one has used."""

    @property
    def colours(self) -> Locator:
        """The choice of colours."""
        return self.page.get_by_role("combobox", name="Colours")

    @property
    def numbers(self) -> Locator:
        """The choice of how numbers are written."""
        return self.page.get_by_role("combobox", name="Numbers")

    @property
    def use(self) -> Locator:
        """The section about what one has used."""
        return self.page.get_by_role("region", name="What you have used")

    def figures(self) -> dict[str, str]:
        """What the section says of each thing; empty as long as it says nothing."""
        told: dict[str, str] = self.use.evaluate(TERMS_AND_FIGURES)
        return told
