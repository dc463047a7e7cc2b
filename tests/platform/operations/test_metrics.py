"""Figures about the running platform."""

from __future__ import annotations

from platform_kit.person import Person
from prometheus_client.parser import text_string_to_metric_families

from test_framework.waiting import wait_until


def figures(ada: Person) -> dict[str, float]:
    answer = ada.http.get("/metrics").raise_for_status()
    assert ada.name.split()[0].lower() not in answer.text.lower()
    samples = [s for family in text_string_to_metric_families(answer.text) for s in family.samples]
    return {sample.name: sample.value for sample in samples if sample.name.startswith("chat_")}


def test_the_figures_follow_what_happens(ada):
    before = figures(ada)
    socket = ada.open_socket()
    socket.ask("ping")
    assert figures(ada)["chat_open_sockets"] == before["chat_open_sockets"] + 1
    socket.say(socket.new_thread(), "Which models are there?")
    socket.until("agent_completed")
    after = figures(ada)
    assert after["chat_tool_notifications_failed_total"] == 0
    assert after["chat_outbox_events"] == 0
    assert after["chat_tasks"] > 0
    # What was used is read and told after the end of the run.
    wait_until(
        lambda: figures(ada)["chat_database_connections_in_use"] == 0,
        awaiting="a database that nobody reads",
        within=5.0,
    )
