"""The bundled documents: policies, contracts and notes, and a search over their paragraphs.

They lie in ``corpus`` as Markdown, a heading and paragraphs each. The index is SQLite's full-text
search (FTS5) in memory, with its BM25 ranking.
"""

import re
import sqlite3
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "corpus"
# Words of questions, not of what they ask for.
_STOP_WORDS = frozenset(
    (
        *("a", "about", "an", "and", "any", "are", "at", "be", "by", "can", "do", "does", "for"),
        *("from", "have", "how", "in", "is", "it", "of", "on", "or", "our", "say", "says"),
        *("should", "tell", "that", "the", "their", "there", "to", "was", "we", "what", "when"),
        *("where", "which", "who", "with"),
    )
)
_LOCK = threading.Lock()


@dataclass(frozen=True)
class Document:
    """One document; ``name`` is stable, ``text`` is Markdown without the heading."""

    name: str
    title: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """What is between empty lines, each in one line."""
        return [" ".join(part.split()) for part in re.split(r"\n\s*\n", self.text.strip())]


@dataclass(frozen=True)
class Passage:
    """A paragraph that was found; a greater ``score`` fits better."""

    document: Document
    text: str
    score: float


@cache
def documents() -> tuple[Document, ...]:
    """All documents, by name."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.md")))


def document(name: str) -> Document:
    """The document of a name.

    Raises:
        KeyError: when there is none.
    """
    return {one.name: one for one in documents()}[name]


def words_of(query: str) -> list[str]:
    """The words to search for, in lower case, each once.

    Example:
        >>> words_of("What do our documents say about notice periods?")
        ['documents', 'notice', 'periods']
    """
    words = dict.fromkeys(re.findall(r"\w+", query.lower()))
    return [word for word in words if word not in _STOP_WORDS]


def search(query: str, limit: int) -> list[Passage]:
    """The paragraphs that fit best, best first; none when no word of the query is anywhere.

    Example:
        >>> [passage.document.name for passage in search("notice period of Borealis", 1)]
        ['contract-borealis']
    """
    words = words_of(query)
    if not words:
        return []
    match = " OR ".join(f'"{word}"' for word in words)
    # bm25() is smaller, the better a row fits.
    found = "SELECT document, text, bm25(passages) FROM passages WHERE passages MATCH ? "
    with _LOCK:
        rows = _index().execute(f"{found} ORDER BY 3, rowid LIMIT ?", (match, limit)).fetchall()
    return [Passage(document(name), text, -score) for name, text, score in rows]


@cache
def _index() -> sqlite3.Connection:
    index = sqlite3.connect(":memory:", check_same_thread=False)
    index.execute("CREATE VIRTUAL TABLE passages USING fts5(document UNINDEXED, text)")
    index.executemany(
        "INSERT INTO passages VALUES (?, ?)",
        [(one.name, text) for one in documents() for text in one.paragraphs],
    )
    return index


def _read(path: Path) -> Document:
    heading, _, text = path.read_text("utf-8").partition("\n")
    return Document(path.stem, heading.removeprefix("# ").strip(), text.strip())
