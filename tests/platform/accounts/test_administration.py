"""Administration over HTTP: who may what, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from platform_kit.person import Person, code
from platform_kit.running import Running

from chat_platform.accounts.administration import PERMISSIONS
from chat_platform.accounts.plans import BASIC, OPEN, PRICED, SAVING
from chat_platform.agents.names import AgentName
from test_framework.services.mailbox import Mailbox

from .test_second_factor import switch_on

ADMIN = "margaret@engine.example"
USERS = "/api/admin/users"


@pytest.fixture(scope="module")
def administered(
    mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Running, Person]]:
    """A platform whose administrator its operator named, and that administrator."""
    settings = {"CHAT_ADMINS": ADMIN.upper(), "CHAT_PLANS": "priced"}
    platform = Running(tmp_path_factory.mktemp("administered"), mailbox.smtp, settings).start()
    margaret = Person(platform, mailbox, "Margaret Hamilton")
    margaret.email = ADMIN
    margaret.arrive()
    switch_on(margaret)
    yield platform, margaret
    margaret.leave()
    platform.process.stop()


@pytest.fixture
def margaret(administered: tuple[Running, Person]) -> Person:
    return administered[1]


@pytest.fixture
def ada(administered: tuple[Running, Person], person) -> Person:
    return person(at=administered[0]).arrive()


def me(who: Person) -> dict[str, object]:
    return who.http.get("/api/me").raise_for_status().json()


def give(by: Person, whom: Person, **what: str):
    return by.http.patch(f"{USERS}/{me(whom)['id']}", json=what)


def test_every_plan_has_terms_and_every_agent_of_a_plan_exists():
    assert set(PRICED) == set(OPEN)
    assert BASIC < SAVING <= set(AgentName)


def test_the_operator_names_the_first_administrator(margaret: Person):
    assert me(margaret)["role"] == "admin"
    assert margaret.http.get("/api/admin/permissions").json() == {
        "role": "admin",
        "may": sorted(PERMISSIONS["admin"]),
    }


def test_people_are_found_by_a_part_of_name_or_address(ada: Person, margaret: Person):
    for search in (ada.email.upper(), "lovelace"):
        found = margaret.http.get(USERS, params={"search": search}).json()
        assert ada.email in {each["email"] for each in found}
    assert margaret.http.get(USERS, params={"search": "%"}).json() == []


def test_a_plan_counts_at_once_and_is_on_record(ada: Person, margaret: Person):
    assert code(ada.http.get("/api/usage-data.csv")) == "plan_limit_reached"
    assert give(margaret, ada, plan="mid").json()["plan"] == "mid"
    assert ada.http.get("/api/usage-data.csv").is_success
    newest = margaret.http.get("/api/admin/audit").json()[0]
    assert (newest["who"], newest["whom"]) == (ADMIN, ada.email)
    assert newest["what"] == "plan: free → mid"


def test_what_stays_the_same_is_not_on_record(ada: Person, margaret: Person):
    give(margaret, ada, plan="free", role="member")
    whom = [each["whom"] for each in margaret.http.get("/api/admin/audit").json()]
    assert ada.email not in whom


def test_a_trial_says_when_it_ends(ada: Person, margaret: Person):
    ends = give(margaret, ada, plan="trial").json()["trial_ends_at"]
    assert datetime.fromisoformat(ends).tzinfo is not None
    assert me(ada)["plan"] == "trial"
    assert give(margaret, ada, plan="early").json()["trial_ends_at"] is None


def test_open_sockets_are_told(ada: Person, margaret: Person):
    socket = ada.open_socket()
    give(margaret, ada, plan="early", role="support")
    told = socket.until("plan_changed")
    assert told["payload"] == {"plan": "early", "role": "support"}


@pytest.mark.parametrize("role", ["member", "support", "manager"])
def test_each_role_may_what_its_permissions_say(role: str, ada: Person, margaret: Person):
    give(margaret, ada, role=role)
    may = PERMISSIONS[role]
    doors = {
        "see people": ada.http.get(USERS),
        "see usage": ada.http.get("/api/admin/usage"),
        "see breakers": ada.http.get("/api/admin/breakers"),
        "change people": give(ada, ada, plan="enterprise"),
    }
    for permission, answer in doors.items():
        assert answer.is_success is (permission in may), (role, permission)
        assert answer.is_success or code(answer) == "forbidden"
    assert me(ada)["plan"] == "free"


def test_without_a_second_factor_nothing_is_changed(ada: Person, margaret: Person):
    give(margaret, ada, role="admin")
    assert code(give(ada, margaret, role="member")) == "second_factor_required"
    assert me(margaret)["role"] == "admin"
    give(margaret, ada, role="member")


def test_the_last_administrator_stays(margaret: Person):
    answer = give(margaret, margaret, role="member")
    assert (answer.status_code, code(answer)) == (409, "last_admin")


def test_log_ins_are_ended_from_afar(ada: Person, margaret: Person):
    path = f"{USERS}/{me(ada)['id']}/sessions"
    assert margaret.http.delete(path).status_code == 204
    assert code(ada.http.get("/api/me")) == "unauthenticated"


def test_nobody_is_not_found(margaret: Person):
    assert code(margaret.http.patch(f"{USERS}/nobody", json={"plan": "mid"})) == "user_not_found"
    assert code(margaret.http.delete(f"{USERS}/nobody/sessions")) == "user_not_found"


def test_a_plan_that_is_none_is_refused(ada: Person, margaret: Person):
    assert code(give(margaret, ada, plan="gold")) == "wrong_field_type"


def test_a_role_that_was_taken_is_not_given_again_by_the_setting(ada: Person, margaret: Person):
    switch_on(ada)
    give(margaret, ada, role="admin")
    give(ada, margaret, role="member")
    margaret.http.post("/api/auth/refresh").raise_for_status()
    assert me(margaret)["role"] == "member"
    give(ada, margaret, role="admin")
    give(margaret, ada, role="member")
