"""What each toxic says shall be done, without a line; and what it does to a line."""

import contextlib
import socket
import time
from collections.abc import Iterator
from random import Random

import pytest
from anyio.from_thread import BlockingPortal

from test_framework.waiting import wait_until
from test_framework.wire.fault_proxy import FaultProxy
from test_framework.wire.toxics import (
    Bandwidth,
    Break,
    Close,
    Direction,
    Finish,
    Latency,
    LimitData,
    Pass,
    Pause,
    Piece,
    ResetPeer,
    Slicer,
    SlowClose,
    Timeout,
    Toxic,
)

DATA = bytes(range(256)) * 40
CHANCE = Random(7)  # noqa: S311 - chance, no secret


def passed(toxic: Toxic, piece: Piece) -> bytes:
    return b"".join(each.data for each in toxic.on_data(piece, CHANCE) if isinstance(each, Pass))


def paused(toxic: Toxic, piece: Piece) -> float:
    actions = toxic.on_data(piece, CHANCE)
    return sum(each.seconds for each in actions if isinstance(each, Pause))


@pytest.mark.parametrize(
    "toxic", [Toxic(), Latency(1), Bandwidth(1), Slicer(7, 6, 0.1), SlowClose(1), LimitData(10**6)]
)
def test_what_only_slows_passes_every_byte_on(toxic: Toxic) -> None:
    assert passed(toxic, Piece(DATA)) == DATA


def test_latency_stays_within_its_jitter_and_counts_what_was_waited() -> None:
    delays = [paused(Latency(0.3, jitter=0.2), Piece(b"x")) for _ in range(500)]
    assert min(delays) >= 0.1
    assert max(delays) <= 0.5
    assert max(delays) - min(delays) > 0.3
    assert paused(Latency(0.3), Piece(b"x", waited=1.0)) == 0


def test_bandwidth_takes_the_time_that_its_rate_says() -> None:
    assert paused(Bandwidth(4), Piece(b"x" * 8192)) == pytest.approx(2.0)


def test_a_slicer_cuts_within_its_variation() -> None:
    slices = [a for a in Slicer(10, 3, 0.5).on_data(Piece(DATA), CHANCE) if isinstance(a, Pass)]
    assert {7, 13} <= {len(each.data) for each in slices[:-1]} <= set(range(7, 14))
    assert paused(Slicer(10, 3, 0.5), Piece(b"x" * 7)) == 0


def test_a_slow_close_is_late_and_nothing_else() -> None:
    assert list(SlowClose(2).on_end()) == [Pause(2), Finish()]


def test_silence_and_reset_let_nothing_pass_and_end_in_time() -> None:
    assert passed(Timeout(1), Piece(DATA)) == passed(ResetPeer(1), Piece(DATA)) == b""
    assert list(Timeout().on_end()) == []
    assert Timeout(1).at_last == (1, Close())
    assert Timeout().at_last is None
    assert ResetPeer(1).at_last == (1, Break())


@pytest.mark.parametrize(
    ("before", "actions"),
    [
        (0, [Pass(b"abc")]),
        (2, [Pass(b"abc"), Close()]),
        (4, [Pass(b"a"), Close()]),
        (5, [Close()]),
    ],
)
def test_a_limit_is_kept_over_all_pieces(before: int, actions: list[object]) -> None:
    assert list(LimitData(5).on_data(Piece(b"abc", before=before), CHANCE)) == actions


def test_names_are_those_of_toxiproxy_and_toxicity_is_a_share() -> None:
    assert [each.name for each in (SlowClose(1), ResetPeer(), LimitData(1))] == [
        "slow_close",
        "reset_peer",
        "limit_data",
    ]
    with pytest.raises(ValueError, match=r"a share from 0 to 1, not 1\.5"):
        Latency(1, toxicity=1.5)


class Ends:
    """A proxy with a socket at either end."""

    def __init__(self, proxy: FaultProxy, user: socket.socket, platform: socket.socket) -> None:
        self.proxy, self.user, self.platform = proxy, user, platform

    def measured(self, how_much: int) -> float:
        """Seconds until so much of what the platform sends has reached the user."""
        began, got = time.monotonic(), 0
        self.platform.sendall(b"x" * how_much)
        while got < how_much:
            got += len(self.user.recv(65536))
        return time.monotonic() - began


@pytest.fixture
def ends(own_portal: BlockingPortal) -> Iterator[Ends]:
    with socket.create_server(("127.0.0.1", 0)) as upstream:
        proxy = FaultProxy(own_portal, "127.0.0.1", upstream.getsockname()[1], seed=1)
        user = socket.create_connection(("127.0.0.1", proxy.port), timeout=5)
        platform, _ = upstream.accept()
        platform.settimeout(5)
        user.sendall(b"hello")
        assert platform.recv(5) == b"hello"
        yield Ends(proxy, user, platform)
        user.close()
        platform.close()
        proxy.close()


DOWN = Direction.DOWNSTREAM


@pytest.mark.parametrize(
    ("toxic", "how_much", "least"),
    [(Latency(0.3), 10, 0.3), (Bandwidth(10), 4096, 0.4), (Slicer(100, 0, 0.01), 2000, 0.19)],
)
def test_a_toxic_takes_its_time_until_it_is_removed(
    ends: Ends, toxic: Toxic, how_much: int, least: float
) -> None:
    ends.proxy.add(toxic, DOWN)
    assert ends.measured(how_much) >= least
    assert ends.proxy.fired[toxic.name] > 0
    ends.proxy.remove(toxic, DOWN)
    fired = ends.proxy.fired[toxic.name]
    ends.measured(how_much)
    assert ends.proxy.fired[toxic.name] == fired


def test_a_direction_is_left_alone(ends: Ends) -> None:
    ends.proxy.add(Timeout(), Direction.UPSTREAM)
    assert ends.measured(10) >= 0
    assert not ends.proxy.fired


def test_nobody_is_met_with_a_toxicity_of_nothing(ends: Ends) -> None:
    ends.proxy.add(Timeout(toxicity=0))
    assert ends.measured(10) >= 0
    assert not ends.proxy.fired


def test_toxics_work_one_after_the_other(ends: Ends) -> None:
    ends.proxy.add(Slicer(5, 0, 0.02), DOWN)
    ends.proxy.add(Latency(0.05), DOWN)
    assert ends.measured(20) >= 0.06
    assert set(ends.proxy.fired) == {"slicer", "latency"}


def test_a_limit_closes_the_connection(ends: Ends) -> None:
    ends.proxy.add(LimitData(3), DOWN)
    ends.platform.sendall(b"abcdef")
    assert ends.user.recv(10) == b"abc"
    assert ends.user.recv(10) == b""


def test_a_silence_ends_in_a_close_and_a_reset_in_a_reset(ends: Ends) -> None:
    ends.proxy.add(Timeout(0.1), DOWN)
    ends.platform.sendall(b"abc")
    assert ends.user.recv(10) == b""


def test_a_reset_comes_after_its_time(ends: Ends) -> None:
    ends.proxy.add(ResetPeer(0.1), DOWN)
    began = time.monotonic()
    with pytest.raises(ConnectionResetError):
        ends.user.recv(10)
    assert time.monotonic() - began >= 0.09


def test_a_slow_close_keeps_the_user_waiting(ends: Ends) -> None:
    ends.proxy.add(SlowClose(0.3), DOWN)
    ends.platform.shutdown(socket.SHUT_WR)
    began = time.monotonic()
    assert ends.user.recv(10) == b""
    assert time.monotonic() - began >= 0.29


def test_who_is_held_hears_nothing_and_who_comes_later_does(ends: Ends) -> None:
    assert ends.proxy.hold() == 1
    ends.platform.sendall(b"abc")
    ends.user.sendall(b"abc")
    ends.user.settimeout(0.2)
    ends.platform.settimeout(0.2)
    for each in (ends.user, ends.platform):
        with pytest.raises(TimeoutError):
            each.recv(10)
    with socket.create_connection(("127.0.0.1", ends.proxy.port), timeout=5):
        wait_until(lambda: ends.proxy.passed == 2, awaiting="the second connection", within=5)
    assert ends.proxy.fired == {"timeout": 2}
    assert ends.proxy.cut() >= 1
    with pytest.raises(ConnectionResetError):
        ends.user.recv(10)


def test_a_cut_need_not_wait_for_what_is_held_back(ends: Ends) -> None:
    ends.proxy.add(Latency(600), DOWN)
    ends.platform.sendall(b"abc")
    wait_until(lambda: ends.proxy.fired["latency"], awaiting="the latency", within=5)
    began = time.monotonic()
    ends.proxy.cut()
    assert time.monotonic() - began < 5
    with contextlib.suppress(ConnectionResetError):
        assert ends.user.recv(1) == b""
