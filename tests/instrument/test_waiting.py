import threading
import time
from collections.abc import Iterator

import pytest

from test_framework.waiting import Bell, NotInTime, patient, set_patience, wait_until


@pytest.fixture
def double_patience() -> Iterator[None]:
    before = patient(1)
    set_patience(before * 2)
    yield
    set_patience(before)


def test_the_value_of_the_condition_is_returned() -> None:
    assert wait_until(lambda: "here", awaiting="a word", within=1) == "here"


def test_the_error_says_what_was_awaited_how_long_and_what_came_instead() -> None:
    with pytest.raises(NotInTime) as caught:
        wait_until(lambda: None, awaiting="the bus", within=0.05, look=lambda: "two trams")
    waited = patient(0.05)
    assert str(caught.value).startswith(f"Waited {waited:.1f} s for the bus")
    assert "Instead: two trams" in str(caught.value)


def test_a_forgiven_error_means_not_yet_and_is_counted_in_the_end() -> None:
    def refused() -> bool:
        raise ConnectionRefusedError("port 1")

    with pytest.raises(NotInTime, match=r"met \d+ times: ConnectionRefusedError: port 1"):
        wait_until(refused, awaiting="a port", within=0.05, forgiving=(ConnectionError,))


def test_an_unexpected_error_is_not_hidden_by_the_waiting() -> None:
    def broken() -> bool:
        raise KeyError("seq")

    with pytest.raises(KeyError):
        wait_until(broken, awaiting="x", within=5, forgiving=(ConnectionError,))


def test_the_condition_is_looked_at_once_more_at_the_deadline() -> None:
    answers = iter([None, "late"])

    def pump(remaining: float) -> None:
        threading.Event().wait(remaining)

    assert wait_until(lambda: next(answers), awaiting="x", within=0.05, pump=pump) == "late"


@pytest.mark.usefixtures("double_patience")
def test_patience_stretches_deadlines() -> None:
    started = time.monotonic()
    with pytest.raises(NotInTime):
        wait_until(lambda: None, awaiting="x", within=0.1)
    assert time.monotonic() - started >= 0.2


def test_patience_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        set_patience(0)


def test_a_bell_wakes_the_waiting_thread_at_once() -> None:
    bell, came = Bell(), threading.Event()
    pump = bell.pump()

    def come() -> None:
        came.set()
        bell.ring()

    ringer = threading.Timer(0.05, come)
    ringer.start()
    started = time.monotonic()
    wait_until(came.is_set, awaiting="the bell", within=30, pump=pump)
    assert time.monotonic() - started < 5
    ringer.join()


def test_a_ring_between_look_and_wait_is_not_missed() -> None:
    bell = Bell()
    pump = bell.pump()
    bell.ring()
    started = time.monotonic()
    pump(30)
    assert time.monotonic() - started < 5
