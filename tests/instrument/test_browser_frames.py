import threading
import time

from test_framework.test_context import TestContext
from test_framework.wire.frame import Direction, Frame


def arrived(ada: TestContext, count: int, connection: int = 1) -> tuple[Frame, ...]:
    def enough() -> tuple[Frame, ...] | None:
        found = tuple(f for f in ada.frames.frames if f.connection == connection)
        return found if len(found) >= count else None

    return ada.wait_for(enough, awaiting=f"{count} frames of socket {connection}", within=5)


def console_of(ada: TestContext) -> bytes:
    (console,) = [a.content for a in ada.artifacts(failed=True) if a.name == "Ada: console"]
    assert isinstance(console, bytes)
    return console


def test_the_first_frames_of_a_page_are_there(ada: TestContext) -> None:
    before = time.time()
    ada.page.goto("/")
    sent, received = arrived(ada, 2)
    assert (sent.direction, sent.payload) == (Direction.SENT, "hello")
    assert (received.direction, received.payload) == (Direction.RECEIVED, "hello")
    assert before <= sent.at <= received.at <= time.time()
    (socket,) = ada.frames.connections
    assert (socket.source, socket.open) == ("page", True)
    assert socket.url == ada.base_url.replace("http", "ws") + "/ws"


def test_times_are_the_browsers_own_however_late_python_looks(ada: TestContext) -> None:
    ada.page.goto("/")
    arrived(ada, 2)
    ada.page.evaluate("void setTimeout(() => sockets[0].send('later'), 20)")
    threading.Event().wait(0.5)  # Python is busy elsewhere; the browser is not
    looked = time.time()
    *_, sent, received = arrived(ada, 4)
    assert sent.payload == received.payload == "later"
    assert received.at < looked - 0.2


def test_binary_frames_stay_binary(ada: TestContext) -> None:
    ada.page.goto("/")
    ada.page.evaluate("sockets[0].onopen = () => sockets[0].send(new Uint8Array([1, 0, 255]))")
    arrived(ada, 2)
    ada.page.evaluate("sockets[0].send(new Uint8Array([1, 0, 255]))")
    payloads = [frame.payload for frame in ada.frames.frames if isinstance(frame.payload, bytes)]
    assert set(payloads) == {b"\x01\x00\xff"}


def test_thousands_of_frames_are_neither_lost_nor_reordered(ada: TestContext) -> None:
    ada.page.goto("/")
    arrived(ada, 2)
    ada.page.evaluate("sockets[0].send(JSON.stringify({do: 'count', to: 3000}))")
    received = [f.payload for f in arrived(ada, 3003) if f.direction is Direction.RECEIVED]
    assert received == ["hello", *(str(number) for number in range(1, 3001))]


def test_several_sockets_of_a_page_are_told_apart(ada: TestContext) -> None:
    ada.page.goto("/")
    arrived(ada, 2)
    ada.page.evaluate("open_socket()")
    arrived(ada, 2, connection=2)
    ada.page.evaluate("sockets[1].close()")
    ada.wait_for(lambda: not ada.frames.connections[1].open, awaiting="the close", within=5)
    assert ada.frames.connections[0].open


def test_a_reloaded_page_is_watched_on(ada: TestContext) -> None:
    ada.page.goto("/")
    arrived(ada, 2)
    ada.reload_page()
    arrived(ada, 2, connection=2)
    first, second = ada.frames.connections
    assert not first.open
    assert second.open


def test_a_further_tab_is_watched_from_its_first_frame(ada: TestContext) -> None:
    first = ada.page
    first.goto("/")
    arrived(ada, 2)
    second = ada.open_tab()
    assert ada.page is second
    second.goto("/")
    assert [frame.payload for frame in arrived(ada, 2, connection=2)] == ["hello", "hello"]
    assert b"opened by itself" not in console_of(ada)
    second.close()
    assert ada.page is first


def test_a_window_that_the_page_opens_is_watched_from_when_it_shows(ada: TestContext) -> None:
    ada.page.goto("/")
    arrived(ada, 2)
    with ada.page.expect_popup() as popup:
        ada.page.evaluate("void window.open(location.href)")
    popup.value.get_by_text("open", exact=True).wait_for()
    popup.value.evaluate("sockets[0].send('from the popup')")
    ada.wait_for(
        lambda: [f for f in ada.frames.frames if f.payload == "from the popup"],
        awaiting="the popup's frame",
        within=5,
    )
    assert b"opened by itself: its first frames may be missing" in console_of(ada)


def test_an_attempt_that_never_connects_is_no_socket(ada: TestContext) -> None:
    ada.page.goto("/")
    arrived(ada, 2)
    ada.page.evaluate("""new Promise(done => {
        const socket = new WebSocket(`ws://${location.host}/forbidden`);
        socket.onclose = done;
    })""")
    assert len(ada.frames.connections) == 1


def test_a_reset_ends_the_pages_socket_and_it_comes_back(ada: TestContext) -> None:
    proxy = ada.use_fault_proxy()
    page = ada.page
    page.goto("/")
    arrived(ada, 2)
    assert proxy.cut() >= 1
    page.get_by_text("lost").wait_for()
    ada.wait_for(lambda: not ada.frames.connections[0].open, awaiting="the end", within=5)
    page.evaluate("open_socket()")
    arrived(ada, 2, connection=2)
