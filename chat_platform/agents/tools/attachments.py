"""A tool that adds up what stands in a table that the user attached."""

from pydantic_ai import RunContext, ToolFailed
from typing_extensions import TypedDict  # pydantic needs this one before Python 3.12

from chat_platform.agents.tools.dependencies import Dependencies


class AttachmentTotal(TypedDict):
    """The exact total of one column, as a decimal number."""

    attachment: str
    column: str
    rows: int
    total: str


async def attachment_total(
    ctx: RunContext[Dependencies], *, column: str | None = None
) -> AttachmentTotal:
    """Add up a column of the newest table that the user attached to this conversation.

    Args:
        ctx: the run.
        column: its name in the header line; may be left out where one column alone has numbers.
    """
    if not ctx.deps.tables:
        raise ToolFailed("No table is attached to this conversation. Attach a CSV file.")
    table = ctx.deps.tables[-1]
    if column is None:
        numeric = table.numeric_columns()
        if len(numeric) != 1:
            columns = ", ".join(table.columns)
            raise ToolFailed(f"Say which column of {table.name} to add up: {columns}.")
        column = numeric[0]
    try:
        total, rows = table.total(column)
    except ValueError as problem:
        raise ToolFailed(str(problem)) from problem
    return AttachmentTotal(attachment=table.name, column=column, rows=rows, total=f"{total:f}")
