// How files come into a conversation: by the button, dropped onto it, or pasted.
import { transfer } from "./api.js";

const part = (id) => document.getElementById(id);

/**
 * `thread()` resolves to the thread that is shown, or a new one; `client` is the ChatClient;
 * `attached()` after each file; `tell(problem)`.
 */
export function offerAttaching({ thread, client, attached, tell }) {
  const input = part("attach-file");
  const attach = async (file) => {
    const upload_id = await upload(file);
    await client.change("attachment.add", (await thread()).id, { upload_id });
    attached();
  };
  const take = async (files) => {
    tell(null);
    try {
      for (const file of files) await attach(file);
    } catch (problem) {
      tell(problem);
    }
  };
  part("attach").addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    await take([...input.files]);
    input.value = "";
  });
  part("message").addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    take(files);
  });
  const talk = part("talk");
  talk.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  talk.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

// Resolves to the id under which the file can be put into a thread.
async function upload(file) {
  const path = `/api/attachments?name=${encodeURIComponent(file.name)}`;
  const response = await transfer("POST", path, file);
  return (await response.json()).upload_id;
}
