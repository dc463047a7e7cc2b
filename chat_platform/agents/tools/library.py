"""Tools that read the bundled documents."""

from typing import Annotated

from pydantic import Field
from pydantic_ai import RunContext, ToolFailed
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents import documents
from chat_platform.agents.tools.dependencies import Dependencies

Query = Annotated[str, Field(min_length=1, max_length=500)]
HowMany = Annotated[int, Field(ge=1, le=20)]


class FoundPassage(TypedDict):
    """A paragraph, word for word, and the document in which it stands."""

    document: str
    title: str
    passage: str
    score: str


class FoundPassages(TypedDict):
    """The paragraphs that fit a search best, best first (BM25)."""

    query: str
    passages: list[FoundPassage]


class WholeDocument(TypedDict):
    """A document with all its paragraphs."""

    document: str
    title: str
    paragraphs: list[str]


async def search_documents(
    ctx: RunContext[Dependencies], *, query: Query, limit: HowMany = 3
) -> FoundPassages:
    """Find the paragraphs of policies, contracts and notes that fit some words best.

    Args:
        ctx: the run.
        query: what to look for, in the words in which it would be written.
        limit: how many paragraphs at most.
    """
    _ = ctx  # The documents are the same for everybody
    found = documents.search(query, limit)
    if not found:
        titles = ", ".join(one.title for one in documents.documents())
        raise ToolFailed(f'No document says anything about "{query}". There are: {titles}.')
    passages = [
        FoundPassage(
            document=passage.document.name,
            title=passage.document.title,
            passage=passage.text,
            score=f"{passage.score:.6f}",
        )
        for passage in found
    ]
    return FoundPassages(query=query, passages=passages)


async def list_documents(ctx: RunContext[Dependencies]) -> list[WholeDocument]:
    """Give every document, whole.

    Args:
        ctx: the run.
    """
    _ = ctx  # The documents are the same for everybody
    return [
        WholeDocument(document=one.name, title=one.title, paragraphs=one.paragraphs)
        for one in documents.documents()
    ]
