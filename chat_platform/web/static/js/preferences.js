// What the user prefers, as the page applies it: colours, and the way of writing numbers.

const COLOURS = "colours";
const NUMBERS = "numbers";
export const AUTO = "auto";

let format = formatOf(localStorage.getItem(NUMBERS) ?? AUTO);

// The browser's own language is the one that is not named.
function formatOf(numbers) {
  return new Intl.NumberFormat(numbers === AUTO ? undefined : numbers);
}

/** A number as the user prefers it. */
export const written = (number) => format.format(number);

/** Apply preferences that the platform told, and keep them for the next page. */
export function prefer({ colour_scheme: colours, number_format: numbers }) {
  document.documentElement.dataset.colours = colours;
  format = formatOf(numbers);
  localStorage.setItem(COLOURS, colours);
  localStorage.setItem(NUMBERS, numbers);
}

/** The user leaves on purpose: who comes next has preferences of their own. */
export function forgetPreferences() {
  localStorage.removeItem(COLOURS);
  localStorage.removeItem(NUMBERS);
}
