"""Every rule that a checker can find broken: its stable name and what it promises."""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """A promise about a stream of events.

    The value is the stable identifier in a finding; ``meaning`` is the promise in words.

    Example:
        >>> Rule.START_TWICE, Rule.START_TWICE.meaning
        (<Rule.START_TWICE: 'start-twice'>, 'A run starts once.')
    """

    meaning: str

    def __new__(cls, identifier: str, meaning: str) -> Rule:
        """A member whose value is the identifier alone."""
        member = str.__new__(cls, identifier)
        member._value_ = identifier
        member.meaning = meaning
        return member

    # sequence
    RUN_UNNAMED = "run-unnamed", "Every event of a run says which run it belongs to."
    START_MISSING = "start-missing", "The first event of a run is agent_started."
    START_TWICE = "start-twice", "A run starts once."
    STEP_OUT_OF_COUNT = "step-out-of-count", "Thinking steps count 1, 2, 3, ..."
    TOOL_STARTED_TWICE = "tool-started-twice", "A tool call begins once."
    TOOL_NOT_STARTED = "tool-not-started", "A tool call that completes has begun before."
    TOOL_COMPLETED_TWICE = "tool-completed-twice", "A tool call completes once."
    TOOL_CHANGED = "tool-changed", "A tool call completes as the tool that it began as."
    TOOL_DANGLING = "tool-dangling", "No tool call is open when its run completes."
    RUNS_MIXED_UP = "runs-mixed-up", "A tool call completes in the run in which it began."
    THREADS_MIXED_UP = "threads-mixed-up", "A run stays in one thread, and so does a message."
    PARENT_NOT_RUNNING = "parent-not-running", "A nested run starts while its parent runs."
    CHILD_LEFT_OPEN = "child-left-open", "A nested run completes before its parent."
    EVENT_AFTER_END = "event-after-end", "agent_completed is the last event of a run."
    COMPLETED_TWICE = "completed-twice", "A run completes once."
    COMPLETION_MISSING = "completion-missing", "Every run that was seen completes."
    QUESTION_UNANSWERED = "question-unanswered", "Every accepted question gets a run."
    KIND_MISSING = "kind-missing", "A run has each kind of event that the scenario asks for."
    # content
    FIELD_MISSING = "field-missing", "Every field of the contract is there."
    FIELD_TYPE = "field-type", "Every field has the type that the contract gives it."
    FIELD_EMPTY = "field-empty", "No text is empty or blank."
    FIELD_VALUE = "field-value", "Every field has a value that the contract allows."
    CONTEXT_WRONG = "context-wrong", "A run's context names its thread and who asked for it."
    AGENT_UNKNOWN = "agent-unknown", "A run's agent is one that the platform describes."
    TOOL_UNKNOWN = "tool-unknown", "A tool is one that its agent may use."
    PARAMETERS_INVALID = "parameters-invalid", "Parameters are valid against the tool's schema."
    TOOL_OUTCOME_UNCLEAR = "tool-outcome-unclear", "A tool has a result or an error, not both."
    RUN_OUTCOME_UNCLEAR = "run-outcome-unclear", "Only a run that succeeded has a result."
    ERROR_AS_SUCCESS = "error-as-success", "What failed is not shown as success."
    USAGE_WRONG = "usage-wrong", "usage.tool_calls is the number of tools that began."
    TIMESTAMP_MISSING = "timestamp-missing", "Every event of a run says when it happened."
    TIME_BACKWARDS = "time-backwards", "Timestamps never run backwards within a run."
    DURATION_WRONG = "duration-wrong", "A duration agrees with the two timestamps it spans."
    ANSWER_DIFFERS = "answer-differs", "A run's result is the answer stored in its thread."
    # delivery
    SEQ_MISSING = "seq-missing", "Every event of a numbered thread has a seq."
    SEQ_GAP = "seq-gap", "No seq of a thread is left out."
    SEQ_REPEAT = "seq-repeat", "No seq of a thread comes twice through one connection."
    SEQ_REORDER = "seq-reorder", "The seqs of a thread come in order through each connection."
    SEQ_REUSED = "seq-reused", "A seq of a thread always means the same event."
    EVENT_TWICE = "event-twice", "No event comes twice through one connection."
    EVENT_ID_REUSED = "event-id-reused", "An event id always means the same event."
    RESUME_INCOMPLETE = "resume-incomplete", "A resume sends everything that it says it sent."
    PIECES_DIFFER = "pieces-differ", "The pieces of an answer join to the stored answer."
    PIECE_TOO_LATE = "piece-too-late", "No piece of an answer comes after the whole answer."
    ANSWER_NOT_STORED = "answer-not-stored", "An answer that streamed is stored as a message."
    MESSAGE_LOST = "message-lost", "A message once acknowledged or shown stays in the history."
    MESSAGE_TWICE = "message-twice", "A message is stored once, however often it was sent."
    MESSAGE_CHANGED = "message-changed", "A message reads the same in the history as before."
    HISTORY_OUT_OF_ORDER = "history-out-of-order", "The history is in the order of the thread."
    # isolation
    THREAD_SHARED = "thread-shared", "No user sees another user's thread."
    RUN_SHARED = "run-shared", "No user sees another user's run."
    EVENT_SHARED = "event-shared", "No user sees another user's event or message."
    SECRET_SEEN = "secret-seen", "No user sees what is another user's own."
    # AG-UI
    OUTSIDE_RUN = "outside-run", "Every event of a stream comes while a run is open."
    ITEM_NOT_OPEN = "item-not-open", "What continues or ends something was opened before."
    ITEM_OPEN_TWICE = "item-open-twice", "Nothing is opened that is open already."
    ITEM_LEFT_OPEN = "item-left-open", "Whatever a run opened is closed before it finishes."
    # digest
    FRAME_UNREADABLE = "frame-unreadable", "Every received frame is one JSON object."
    DIGEST_MISSING = "digest-missing", "Every received frame carries a digest."
    DIGEST_WRONG = "digest-wrong", "The digest is that of the frame's own content."
    # timing
    LIMIT_EXCEEDED = "limit-exceeded", "No stage of a run takes longer than its stated limit."
    # contract
    MESSAGE_UNKNOWN = (
        "message-unknown",
        "Every message is one that the contract lets its side send.",
    )
    FIELD_UNKNOWN = "field-unknown", "Every field that is sent is in the contract."
    MESSAGE_UNUSED = "message-unused", "Every message of the contract that is expected is sent."
    FIELD_UNUSED = "field-unused", "Every field of the contract is really sent."
