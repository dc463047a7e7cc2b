"""No page of the platform is left out of the features about accessibility."""

import pytest

from chat_platform.web.routes import PAGES
from steps.scenes import SCENES
from test_framework.pytest_plugin.feature_text import read_feature
from tests.sabotage.proof import ROOT

FOLDER = ROOT / "features" / "accessibility"
FEATURES = ("meeting_no_barriers", "reading_at_any_size", "using_the_keyboard_alone")


def scenes_in(feature: str) -> list[str]:
    scenarios = read_feature(FOLDER / f"{feature}.feature").scenarios
    return [row["place"] for scenario in scenarios for row in scenario.rows if "place" in row]


@pytest.mark.parametrize("feature", FEATURES)
def test_every_page_has_a_scenario(feature: str) -> None:
    pages = {SCENES[place].page for place in scenes_in(feature)}
    missing = sorted(PAGES.keys() - pages)
    assert missing == [], (
        f"{feature}.feature has no scenario for {', '.join(missing)}: write a @scene in "
        "steps/scenes.py, and a line with its name in the examples of the feature"
    )


def test_every_scene_is_looked_at() -> None:
    assert sorted(SCENES.keys() - set(scenes_in(FEATURES[0]))) == []
