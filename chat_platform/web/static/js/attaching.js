// How files come into a conversation: by the button, dropped onto it, or pasted.
import { transfer } from "./api.js";

const part = (id) => document.getElementById(id);

/** `attach(file)` is called for each file, one after the other. */
export function offerAttaching(attach) {
  const input = part("attach-file");
  const take = async (files) => {
    for (const file of files) await attach(file);
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

/** Bring a file to the platform; resolves to the id under which it can be put into a thread. */
export async function upload(file) {
  const path = `/api/attachments?name=${encodeURIComponent(file.name)}`;
  const response = await transfer("POST", path, file);
  return (await response.json()).upload_id;
}
