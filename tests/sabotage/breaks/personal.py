"""Promises about preferences and use on the pages, broken."""

from chat_platform.chat.usage_news import UsageNews
from tests.sabotage.catalogue import breaks, replace, rewrite


@breaks("preferences-applied", finding="dark colours in both tabs")
def other_tabs_keep_their_colours() -> None:
    """The chat hears what colours are preferred, and stays as it is."""
    rewrite("static/js/personal_news.js", "      prefer(preferences);\n", "")


@breaks("preferences-applied", finding="the figures .* at once")
def numbers_as_they_were() -> None:
    """Numbers are written as in the United States, whatever is preferred."""
    rewrite("static/js/preferences.js", "  format = formatOf(numbers);\n", "")


@breaks("left-shown", finding="the words '9 of 10 questions left")
def questions_taken_off_later() -> None:
    """What is left is told only to those who ask."""
    replace(UsageNews, "changed", lambda _changed: lambda _self, _user_id: None)


@breaks("left-shown", finding="the words '10 of 10 questions left")
def page_tells_what_was_asked() -> None:
    """The page shows how many questions were asked as those that are left."""
    rewrite("static/js/used.js", "Math.max(0, included - asked)", "asked")
