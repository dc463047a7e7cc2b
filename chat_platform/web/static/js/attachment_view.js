// A file in the conversation: a picture is shown, and every file can be saved.
import { transfer } from "./api.js";
import { written } from "./preferences.js";

const KIB = 1024;

/** The figure for an attachment. */
export function figureOf({ attachment_id: id, name, media_type: type, size }) {
  const figure = document.createElement("figure");
  figure.ariaLabel = name;
  const caption = document.createElement("figcaption");
  caption.textContent = `${name} (${written(Math.ceil(size / KIB))} KiB)`;
  const save = document.createElement("button");
  save.type = "button";
  save.textContent = "Save";
  save.ariaLabel = `Save ${name}`;
  save.addEventListener("click", () => saveFile(id, name).catch(() => sayGone(save, name)));
  figure.append(caption, save);
  if (type.startsWith("image/")) showPicture(figure, id, name).catch(() => {});
  return figure;
}

function sayGone(button, name) {
  button.textContent = "Gone";
  button.ariaLabel = `Gone: ${name}`;
}

// Only who is logged in gets the file, so it is fetched with the token, not by address.
async function fetched(id) {
  return (await transfer("GET", `/api/attachments/${encodeURIComponent(id)}`)).blob();
}

async function saveFile(id, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await fetched(id));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

// As a data URL: that is what the page's policy lets a picture come from.
async function showPicture(figure, id, name) {
  const reader = new FileReader();
  const read = new Promise((resolve, reject) => {
    reader.onload = () => resolve(reader.result);
    reader.onerror = reject;
  });
  reader.readAsDataURL(await fetched(id));
  const picture = new Image();
  picture.alt = name;
  picture.src = await read;
  figure.prepend(picture);
}
