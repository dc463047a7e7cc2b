// The sections of the account page about preferences and use, as they change.
import { PersonalLine } from "./personal_line.js";
import { AUTO, prefer } from "./preferences.js";
import { showUsed, tellToday } from "./used.js";

const part = (id) => document.getElementById(id);
const EXAMPLE = 1234567.89;
const OFFERED = [AUTO, "en-US", "de-DE", "fr-FR", "de-CH", "en-IN"];
const NAMES = new Intl.DisplayNames(["en"], { type: "region" });

let used = null;

/**
 * Fill the sections, now and whenever something changes; `tell(words)` says that a choice is
 * kept, `fail(problem)` why not, `ended()` is called with the end of the log-in.
 */
export function offerPersonal({ tell, fail, ended }) {
  const form = part("preferences");
  part("number-format").replaceChildren(...OFFERED.map(optionFor));
  const line = new PersonalLine({
    preferences(preferences) {
      prefer(preferences);
      choose(preferences);
      showUse();
    },
    used(told) {
      used = told;
      showUse();
    },
    ended,
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", ({ target: { name, value } }) => {
    tell("");
    line.prefer({ [name]: value }).then(() => tell("Your preferences are kept."), fail);
  });
}

function choose({ colour_scheme: colours, number_format: numbers }) {
  const formats = part("number-format");
  // Chosen on a device of another make, perhaps: it is shown, too.
  if (![...formats.options].some(({ value }) => value === numbers)) {
    formats.append(optionFor(numbers));
  }
  formats.value = numbers;
  part("colour-scheme").value = colours;
}

function optionFor(format) {
  const language = format === AUTO ? navigator.language : format;
  const { region } = new Intl.Locale(language);
  const place = format === AUTO ? "my browser" : region ? NAMES.of(region) : format;
  const example = new Intl.NumberFormat(language).format(EXAMPLE);
  return new Option(`${example} (${place})`, format);
}

function showUse() {
  if (!used) return;
  part("left").textContent = tellToday(used.today);
  showUsed(part("used"), used);
}
