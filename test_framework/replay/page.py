"""A judged recording as one HTML page that asks nobody for anything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

from test_framework.events.verdict import Verdict
from test_framework.replay.judging import Judgement
from test_framework.replay.rows import Row, rows

# No script, no address: the page shows what strangers wrote, and must stay a picture of it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #c62828; --good: #2e7d32; --open: #b26a00 }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; --good: #81c784; --open: #ffb74d } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem } dt { opacity: .7 }
dd { margin: 0; overflow-wrap: anywhere }
.broken { color: var(--bad) } .holds { color: var(--good) } .unknown { color: var(--open) }
ol { list-style: none; padding: 0 } li.row { border-top: 1px solid var(--line); padding: .2rem 0 }
li.named { border-left: 4px solid var(--bad); padding-left: .5rem } li:target { background: #fc03 }
summary { cursor: pointer; overflow-wrap: anywhere } .answer summary, .other summary { opacity: .7 }
time, .number, .socket { font-variant-numeric: tabular-nums; margin-right: .75rem }
.gap { color: var(--open); margin-right: .75rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #8881; padding: .5rem }
"""
LONG_GAP_S = 1.0


def page(judgement: Judgement) -> str:
    """The page: what was recorded, the verdicts, and the timeline with every frame's payload."""
    header = judgement.recording.header
    title = escape(f"{header.owner} in “{header.scenario}”")
    facts = {
        "Target": header.target,
        "Driver": header.driver or "none",
        "Seed": str(header.seed),
        "Test": header.place,
        "Promises": ", ".join(header.promises) or "none",
        "Versions": ", ".join(f"{name} {version}" for name, version in header.versions.items()),
    }
    listed = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts.items())
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title><style>{STYLE}</style></head><body><main>\n"
        f"<h1>{title}</h1>\n<dl>{listed}</dl>\n"
        f"<h2>Sockets</h2>\n<ul>{''.join(_sockets(judgement))}</ul>\n"
        f"<h2>Verdicts</h2>\n{''.join(map(_verdict, judgement.verdicts))}\n"
        f"<h2>Timeline</h2>\n<ol>\n{''.join(_timeline(judgement))}</ol>\n"
        "</main></body></html>\n"
    )


def _sockets(judgement: Judgement) -> Iterator[str]:
    for socket in judgement.recording.header.connections:
        if socket.open:
            end = "still open at the end"
        else:
            code = f" with {socket.close_code}" if socket.close_code is not None else ""
            reason = f" ({socket.close_reason})" if socket.close_reason else ""
            end = f"closed{code}{reason}"
        text = f"{socket.number} ({socket.source}) {socket.url}, {end}"
        yield f"<li>{escape(text)}</li>"


def _verdict(verdict: Verdict) -> str:
    findings = "".join(
        f"<li>{' '.join(_link(number) for number in finding.frames)} {escape(finding.text)}</li>"
        for finding in verdict.findings
    )
    name = f'{escape(verdict.checker)}: <b class="{verdict.outcome}">{verdict.outcome}</b>'
    return f"<p>{name}</p>" + (f"<ul>{findings}</ul>\n" if findings else "\n")


def _link(number: int) -> str:
    return f'<a href="#frame-{number}">#{number}</a>'


def _timeline(judgement: Judgement) -> Iterator[str]:
    before = 0.0
    for row in rows(judgement):
        gap = row.since - before
        before = row.since
        yield _row(row, gap)


def _row(row: Row, gap: float) -> str:
    named = " named" if row.named else ""
    pause = f'<span class="gap">after {gap:.1f} s</span>' if gap >= LONG_GAP_S else ""
    redacted = " (a secret was taken out)" if row.changed else ""
    return (
        f'<li class="row {row.kind}{named}" id="frame-{row.frame.number}"><details><summary>'
        f'<time>{row.since:.3f} s</time><span class="number">#{row.frame.number}</span>'
        f'<span class="socket">{row.arrow} {row.frame.connection}</span>{pause}'
        f"{escape(row.words)}{redacted}</summary>"
        f"<pre>{escape(_payload(row.frame.payload))}</pre></details></li>\n"
    )


def _payload(payload: str | bytes) -> str:
    if isinstance(payload, bytes):
        return payload.hex(" ")
    try:
        return json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
    except ValueError:
        return payload
