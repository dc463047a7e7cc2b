"""A pytest plugin: what the pages showed when a scenario ended, and which secrets were in use."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from test_framework.pytest_plugin.contexts import CONTEXTS

FOLDER = "LAST_LOOK"
ASK_FOR_A_TOKEN = "fetch('/api/auth/refresh', {method: 'POST'}).then(answer => answer.json())"


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    seen, secrets = [], []
    for context in request.node.stash[CONTEXTS].values():
        secrets.append(context.identity.password)
        if context.has_page:
            seen += context.world.target.stand_in().shown(context.page)
            secrets.append(context.page.evaluate(ASK_FOR_A_TOKEN)["access_token"])
            secrets += [cookie["value"] for cookie in context.page.context.cookies()]
    looked = {"seen": seen, "secrets": secrets}
    file = Path(os.environ[FOLDER]) / f"{request.node.name}.json"
    file.write_text(json.dumps(looked), "utf-8")
