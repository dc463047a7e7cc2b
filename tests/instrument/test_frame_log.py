import threading

from test_framework.waiting import wait_until
from test_framework.wire.frame import Direction, Frame
from test_framework.wire.frame_log import FrameLog


def test_frames_are_numbered_in_order_of_arrival(log: FrameLog) -> None:
    first = log.append(Direction.SENT, "a", 1.0, 1)
    second = log.append(Direction.RECEIVED, b"b", 2.0, 1)
    assert (first.number, second.number) == (1, 2)
    assert log.frames == (first, second)
    assert log.since(1) == (second,)
    assert len(log) == 2


def test_sockets_are_numbered_and_only_their_first_end_counts(log: FrameLog) -> None:
    assert log.opened("page", "ws://a", at=1.0) == 1
    assert log.opened("wire", "ws://b", at=2.0) == 2
    log.closed(1, at=3.0, code=1008, reason="logged out")
    log.closed(1, at=4.0, code=1006)
    page, wire = log.connections
    assert (page.open, page.closed_at, page.close_code) == (False, 3.0, 1008)
    assert wire.open


def test_many_threads_lose_and_repeat_nothing(log: FrameLog) -> None:
    def write(connection: int) -> None:
        for number in range(500):
            log.append(Direction.RECEIVED, str(number), 0.0, connection)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [frame.number for frame in log.frames] == list(range(1, 2001))
    for connection in range(1, 5):
        own = [int(f.payload) for f in log.frames if f.connection == connection]
        assert own == list(range(500))


def test_a_listener_hears_every_frame_until_it_stops(log: FrameLog) -> None:
    heard: list[Frame] = []
    stop = log.listen(heard.append)
    frame = log.append(Direction.SENT, "a", 1.0, 1)
    stop()
    log.append(Direction.SENT, "b", 2.0, 1)
    assert heard == [frame]


def test_a_frame_of_another_thread_ends_the_waiting(log: FrameLog) -> None:
    pump = log.pump()
    writer = threading.Timer(0.05, log.append, (Direction.RECEIVED, "x", 1.0, 1))
    writer.start()
    assert wait_until(lambda: log.frames, awaiting="a frame", within=10, pump=pump)
    writer.join()


def test_the_text_names_sockets_and_shows_frames(log: FrameLog) -> None:
    number = log.opened("wire", "ws://127.0.0.1/ws", at=0.0)
    log.append(Direction.SENT, "hello", 1.5, number)
    log.append(Direction.RECEIVED, b"\x01\xff", 1.75, number)
    log.append(Direction.RECEIVED, "long" * 10, 2.0, number)
    log.closed(number, at=3.0, code=1008, reason="logged out")
    first, *frames = log.as_text(limit=12).splitlines()
    assert first == (
        "socket 1 (wire) ws://127.0.0.1/ws opened 00:00:00.000, "
        "closed 00:00:03.000 with 1008 (logged out)"
    )
    assert frames == [
        "00:00:01.500 #1 socket 1 -> hello",
        "00:00:01.750 #2 socket 1 <- binary 01ff",
        "00:00:02.000 #3 socket 1 <- longlonglong... (40 characters)",
    ]
