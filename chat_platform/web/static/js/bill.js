// The section of the account page about what one pays: this month's invoice, credit, and its lines.
import { asUser } from "./api.js";
import { saveAs } from "./saving.js";

const part = (id) => document.getElementById(id);

// That of the invoice that is shown, so that the file holds the same.
let month = "";

/** Fill the section; `fail(problem)` is called when that, or the file, cannot be had. */
export async function offerBill({ fail }) {
  part("bill-file").addEventListener("click", () => save().catch(fail));
  await show().catch(fail);
}

async function show() {
  const [invoice, credit] = await Promise.all([
    asUser("GET", "/api/billing/invoice"),
    asUser("GET", "/api/billing/credit"),
  ]);
  part("bill").textContent = `In ${invoice.month} so far: $${invoice.total}`;
  part("credit").textContent = inWords(credit);
  month = invoice.month;
}

function inWords({ plan, included }) {
  return included === null
    ? `The ${plan} plan sets no limit to what you spend.`
    : `The ${plan} plan lets you spend $${included} a month.`;
}

const save = () =>
  saveAs(
    `/api/billing/invoice.csv${month && `?month=${month}`}`,
    `billing-${month || "this-month"}.csv`,
  );
