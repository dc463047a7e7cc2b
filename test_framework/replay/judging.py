"""A recording judged by the checkers that judge a live scenario."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from test_framework.events.asyncapi import PublishedContract
from test_framework.events.catalogue import Catalogue
from test_framework.events.clocks import first_sent
from test_framework.events.content import NAME as CONTENT
from test_framework.events.content import check_content
from test_framework.events.contract import check_contract
from test_framework.events.delivery import check_delivery
from test_framework.events.digests import NAME as DIGEST
from test_framework.events.digests import check_digests
from test_framework.events.model import AgentEvent, EventKind
from test_framework.events.rules import Rule
from test_framework.events.sequence import check_sequence
from test_framework.events.stages import Stage
from test_framework.events.timing import check_timing
from test_framework.events.verdict import Finding, Outcome, Verdict
from test_framework.events.wording import frames as frames_in_words
from test_framework.targets import Target, UsageError
from test_framework.wire.frame import Direction
from test_framework.wire.recording import Recording, unpacked

# What these find wrong in a frame may come from the secret that was taken out of it.
ABOUT_TEXTS = frozenset(
    {
        Rule.FIELD_TYPE,
        Rule.FIELD_VALUE,
        Rule.PARAMETERS_INVALID,
        Rule.ANSWER_DIFFERS,
        Rule.PIECES_DIFFER,
        Rule.MESSAGE_CHANGED,
        Rule.MESSAGE_TWICE,
        Rule.EVENT_ID_REUSED,
        Rule.SEQ_REUSED,
    }
)


@dataclass(frozen=True)
class Judgement:
    """What a recording holds, and what the checkers say of it.

    Attributes:
        recording: The recording.
        events: What its frames mean.
        catalogue: The platform's agents and tools; None when the recording names none.
        verdicts: Of sequence, content, delivery and digest; of contract and timing where the
            recording, or the call, says by which document and by which limits.
    """

    recording: Recording
    events: tuple[AgentEvent, ...]
    catalogue: Catalogue | None
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """True only when every checker saw its promise hold: unknown is never green."""
        return all(verdict.holds for verdict in self.verdicts)

    @property
    def frames_named(self) -> frozenset[int]:
        """The frames that findings point to."""
        found = [finding for verdict in self.verdicts for finding in verdict.findings]
        return frozenset(number for finding in found for number in finding.frames)


def judge(
    recording: Recording,
    target: Target,
    *,
    ended: bool = True,
    every_run_has: Collection[EventKind] = (),
    contract: str | None = None,
    limits: Mapping[str, float] | None = None,
) -> Judgement:
    """Judge a recording.

    Args:
        recording: One user's frames of one scenario.
        target: The platform that they come from.
        ended: False when it was stopped in the middle: what is unfinished is then unknown.
        every_run_has: Kinds that each run must show, as the scenario asked for them.
        contract: The published AsyncAPI document; None: the one that the scenario judged by.
        limits: Seconds by the name of a stage; None: those that the scenario stated.

    Raises:
        UsageError: when the target's decoder does not bear a frame, the document is no
            contract, or there is no such stage.
    """
    events = tuple(_events(recording, target))
    catalogue, doubt = _catalogue(recording)
    content = check_content(events, ended=ended, catalogue=catalogue)
    if doubt:
        content = Verdict.all_of(CONTENT, [content, Verdict.unknown(CONTENT, doubt)])
    verdicts = [
        check_sequence(events, ended=ended, every_run_has=every_run_has),
        _without_redaction(content, recording),
        _without_redaction(check_delivery(events, ended=ended), recording),
        _digests(recording),
    ]
    header = recording.header
    if contract is None and header.contract is not None:
        contract = unpacked(header.contract)
    if contract is not None:
        kept = check_contract(header.owner, recording.frames, _published(contract))
        verdicts.append(_without_redaction(kept, recording))
    limits = header.limits if limits is None else limits
    if limits:
        verdicts.append(check_timing(events, first_sent(recording.frames), _stages(limits)))
    return Judgement(recording, events, catalogue, tuple(verdicts))


@lru_cache(maxsize=4)
def _published(document: str) -> PublishedContract:
    try:
        return PublishedContract.from_yaml(document)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _stages(limits: Mapping[str, float]) -> dict[Stage, float]:
    try:
        return {Stage(name): float(seconds) for name, seconds in limits.items()}
    except ValueError:
        known = ", ".join(Stage)
        raise UsageError(f"A limit is `STAGE=SECONDS`; the stages are {known}.") from None


def _events(recording: Recording, target: Target) -> Iterable[AgentEvent]:
    decode = target.decoder(recording.header.owner)
    for frame in recording.frames:
        try:
            yield from decode(frame)
        except Exception as error:  # decoders are other teams' code, and this is a file
            raise UsageError(
                f"The decoder of target {target.name} failed at frame {frame.number}: {error!r}."
            ) from error


def _catalogue(recording: Recording) -> tuple[Catalogue | None, str]:
    if recording.header.agent_list is None:
        return None, ""
    try:
        return Catalogue.from_agent_list(recording.header.agent_list), ""
    except ValueError as error:
        return None, str(error)


def _without_redaction(verdict: Verdict, recording: Recording) -> Verdict:
    """The verdict, in which nothing is called broken that redaction may have broken."""
    kept: list[Finding] = []
    doubts: list[Finding] = []
    for finding in verdict.findings:
        if finding.rule in ABOUT_TEXTS and recording.changed.intersection(finding.frames):
            text = f"{finding.text} A secret was taken out of it, so this may not have been so."
            doubts.append(Finding("unknown", text, finding.frames))
        else:
            kept.append(finding)
    if not doubts:
        return verdict
    broken = any(finding.rule != "unknown" for finding in kept)
    outcome = Outcome.BROKEN if broken else Outcome.UNKNOWN
    return Verdict(verdict.checker, outcome, (*kept, *doubts))


def _digests(recording: Recording) -> Verdict:
    owner = recording.header.owner
    received = [frame for frame in recording.frames if frame.direction is Direction.RECEIVED]
    changed = [frame.number for frame in received if frame.number in recording.changed]
    untouched = [frame for frame in received if frame.number not in recording.changed]
    if not changed:
        return check_digests(owner, untouched)
    one = len(changed) == 1
    text = (
        f"A secret was taken out of {frames_in_words(changed)} of {owner}: "
        f"{'its digest was' if one else 'their digests were'} that of the whole content."
    )
    doubt = Verdict(DIGEST, Outcome.UNKNOWN, (Finding("unknown", text, tuple(changed)),))
    return Verdict.all_of(
        DIGEST, [*([check_digests(owner, untouched)] if untouched else []), doubt]
    )
