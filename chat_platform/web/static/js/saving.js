// Files that the user saves.
import { transfer } from "./api.js";

/** Have the browser save what the platform gives at this path under that name. */
export async function saveAs(path, name) {
  const answer = await transfer("GET", path);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
