"""Promises of ``features/chat/attaching_files.feature``, broken."""

from decimal import Decimal

from chat_platform.agents.attached import AttachedTable
from chat_platform.chat import attachments, file_kinds, thread_changes
from chat_platform.chat.attachments import Attachments
from tests.sabotage.catalogue import breaks, replace


@breaks("file-kept", finding="what came back differs")
def files_lose_their_end() -> None:
    """The last byte of a file is lost."""

    def make(content):
        async def cut(self, user_id, attachment_id):
            attachment, whole = await content(self, user_id, attachment_id)
            return attachment, whole[:-1]

        return cut

    replace(Attachments, "content", make)


@breaks("file-judged-by-content", finding="was not refused")
def names_of_files_believed() -> None:
    """A file is what its name says."""
    by_name = file_kinds.OF_NAMES
    replace(attachments, "kind_of", lambda _: lambda _content, name: by_name[f".{name[-3:]}"][0])


@breaks("file-added-up", finding="the answer is")
def rows_of_tables_left_out() -> None:
    """The last row of a table is not added up."""

    def make(total):
        def shortened(self, column):
            whole, rows = total(self, column)
            return whole - Decimal("234.20"), rows - 1

        return shortened

    replace(AttachedTable, "total", make)


@breaks("file-goes-with-conversation", finding="the file is still there")
def files_outlive_their_conversation() -> None:
    """A deleted conversation leaves its files behind."""

    def make(delete):
        def detach_files(self, thread_id):
            async def rescue():
                rows = attachments.AttachmentRow
                found = thread_changes.update(rows).where(rows.thread_id == thread_id)
                await self.database.writer.run(lambda s: s.execute(found.values(thread_id=None)))
                return await delete(self, thread_id)

            return rescue()

        return detach_files

    replace(thread_changes.ThreadChanges, "delete", make)


@breaks("file-private", finding="was not refused")
def files_of_everybody_given_out() -> None:
    """Whoever knows a file's id gets the file."""

    def make(content):
        async def anybodys(self, _user_id, attachment_id):
            rows = attachments.AttachmentRow
            owner = attachments.select(rows.user_id).where(rows.id == attachment_id)
            async with self.database.read() as session:
                user_id = await session.scalar(owner)
            return await content(self, user_id, attachment_id)

        return anybodys

    replace(Attachments, "content", make)
