"""Who runs the platform: a real administrator of the suite, from whom people get their plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import httpx2
import pytest

from steps.second_factor import Authenticator
from targets.reference.administration import HttpAdministration
from targets.reference.api import Api
from targets.reference.newcomer import come_in
from targets.reference.settings import OPERATOR
from test_framework.pytest_plugin.contexts import Contexts
from test_framework.services.mailbox import Mailbox
from test_framework.targets import RunningPlatform
from test_framework.waiting import patient

NAME = "Olive Operator"
PASSWORD = "gives people what they pay for"  # noqa: S105 - of an account of the suite's own
ANSWERED_WITHIN_S = 10.0

Offices = Callable[[RunningPlatform], HttpAdministration]


def open_office(http: httpx2.Client, mailbox: Mailbox) -> HttpAdministration:
    """Sign up as the operator whom the platform's settings name, and set up a second factor."""
    api = Api(http)
    come_in(api, mailbox, NAME, OPERATOR, PASSWORD)
    app = Authenticator(str(api.second_factor("POST", password=PASSWORD)["secret"]))
    api.second_factor("POST", "/confirmation", code=app.next_code())
    return HttpAdministration(api)


@pytest.fixture(scope="session")
def offices(mailbox: Mailbox) -> Iterator[Offices]:
    """The administrator of each platform; made when first needed, and then kept."""
    with ExitStack() as until_the_end:

        @cache
        def office_at(url: str) -> HttpAdministration:
            http = httpx2.Client(base_url=url, timeout=patient(ANSWERED_WITHIN_S), trust_env=False)
            return open_office(until_the_end.enter_context(http), mailbox)

        yield lambda platform: office_at(platform.base_url)


@pytest.fixture
def office(contexts: Contexts, offices: Offices) -> HttpAdministration:
    """The administrator of the platform that the people of this scenario meet."""
    return offices(contexts.world.platform)
