"""A pytest plugin: what the pages showed when a scenario ended, and which secrets were in use."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path

import pytest

from test_framework.pytest_plugin.contexts import CONTEXTS
from test_framework.test_context import TestContext
from test_framework.wire.frame import Direction
from test_framework.wire.json_object import json_object

FOLDER = "LAST_LOOK"
ASK_FOR_A_TOKEN = "fetch('/api/auth/refresh', {method: 'POST'}).then(answer => answer.json())"


def all_answered(context: TestContext) -> bool:
    """Whether the page was told all that it asked for on the connection it has now."""
    asked, answered = set(), set()
    for frame in context.frames.frames:
        if frame.connection == len(context.frames.connections):
            message = json_object(frame.payload) or {}
            sent = frame.direction is Direction.SENT
            (asked if sent else answered).add(message.get("id" if sent else "reply_to"))
    return bool(asked) and asked <= answered


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    seen, secrets = [], []
    for context in request.node.stash[CONTEXTS].values():
        secrets.append(context.identity.password)
        if context.has_page:
            # A page may show that it is there while what happened last is still on its way.
            context.wait_for(partial(all_answered, context), awaiting="the answers to the page")
            seen += context.world.target.stand_in().shown(context.page)
            secrets.append(context.page.evaluate(ASK_FOR_A_TOKEN)["access_token"])
            secrets += [cookie["value"] for cookie in context.page.context.cookies()]
    looked = {"seen": seen, "secrets": secrets}
    file = Path(os.environ[FOLDER]) / f"{request.node.name}.json"
    file.write_text(json.dumps(looked), "utf-8")
