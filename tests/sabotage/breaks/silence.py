"""The promise to let go of silent lines, broken."""

from chat_platform.operations import lines
from tests.sabotage.catalogue import breaks, replace


@breaks("silent-line-let-go", finding="the platform to let go of Jürgen")
def nobody_asked_whether_still_there() -> None:
    """The platform never asks a device whether it is still there."""
    replace(lines.SteadyWebSocket, "start_keepalive", lambda _: lambda _self: None)


@breaks("silent-line-let-go", finding="the platform to let go of Jürgen")
def silent_lines_kept() -> None:
    """The platform asks, and keeps who does not answer."""
    replace(lines.SteadyWebSocket, "keepalive_timeout", lambda _: lambda _self: None)
