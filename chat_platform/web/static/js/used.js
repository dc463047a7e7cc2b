// What the user has used, and what the plan leaves for today, in words and figures.
import { written } from "./preferences.js";

/** What is left of the day's questions; empty where the plan includes any number. */
export function leftToday({ asked, included }) {
  if (included === null) return "";
  return `${written(Math.max(0, included - asked))} of ${written(included)} questions left today`;
}

/** The same where there is room for a sentence. */
export function tellToday(today) {
  if (today.included !== null) return `${leftToday(today)}. The next day begins at midnight, UTC.`;
  return `Your plan includes any number of questions. Asked today: ${written(today.asked)}.`;
}

/** Fill a list of terms with all that the user's questions have used. */
export function showUsed(list, used) {
  const figures = {
    "Runs of agents": used.runs,
    "Tools used": used.tool_calls,
    "Tokens read": used.input_tokens,
    "Tokens written": used.output_tokens,
  };
  const rows = Object.entries(figures).map(([term, figure]) => {
    const row = document.createElement("div");
    const name = document.createElement("dt");
    const value = document.createElement("dd");
    name.textContent = term;
    value.textContent = written(figure);
    row.append(name, value);
    return row;
  });
  list.replaceChildren(...rows);
}
