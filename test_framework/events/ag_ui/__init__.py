"""AG-UI 1.0 to our contract and back, so that its streams are judged by the same checkers.

``Decoder`` reads the events of one stream, ``Encoder`` writes them, ``judge_stream`` judges a
stream that somebody exported. What becomes of each of the 31 event types stands in
``decoding``, and for people in ``docs/ag_ui.md``.

Source: https://docs.ag-ui.com/spec/1.0 and the models of ``ag-ui-protocol``.
"""

from test_framework.events.ag_ui.decoding import Decoder
from test_framework.events.ag_ui.encoding import Encoder
from test_framework.events.ag_ui.judging import AG_UI, judge_stream

__all__ = ["AG_UI", "Decoder", "Encoder", "judge_stream"]
