// How Allure 3 turns reports/allure-results into the report. Written by hand, read by
// `python -m test_framework.reporting.generate`; paths are relative to this folder.

/** What went wrong, for whom to look at it: the first rule that fits a test names it. */
const categories = [
  {
    id: "infrastructure",
    name: "The machine or the suite's own parts, not the platform",
    matchers: [
      { statuses: ["broken", "failed"], message: /ServiceFailed|BrowserCrashed|Infrastructure:|worker '.*' crashed/ },
    ],
  },
  {
    id: "not-in-time",
    name: "Something awaited did not come in time",
    matchers: [{ statuses: ["failed", "broken"], message: /Waited [\d.]+ s for|Timeout \d+ms exceeded|Timeout \(>/ }],
  },
  {
    id: "unknown",
    name: "The suite could not tell: unknown is not green",
    matchers: [{ statuses: ["failed"], message: /: unknown$/m }],
  },
  {
    id: "promise-broken",
    name: "A promise is broken",
    matchers: [{ statuses: ["failed"], labels: { layer: "journey" } }],
    groupBy: [{ label: "promise" }],
  },
  {
    id: "part-broken",
    name: "A part does not work as its own tests expect",
    matchers: [{ statuses: ["failed"] }],
  },
  {
    id: "suite-broken",
    name: "The test itself broke off",
    matchers: [{ statuses: ["broken"] }],
  },
  {
    id: "not-offered",
    name: "The target does not offer it",
    matchers: [{ statuses: ["skipped"], message: /target has no/ }],
  },
];

export default {
  name: "Chat is King",
  output: "./allure-report",
  historyPath: "./history.jsonl",
  historyLimit: 30,
  appendHistory: true,
  hideLabels: ["host", "thread", "package", "parentSuite", "suite", "subSuite", "framework", "language"],
  categories,
  plugins: {
    awesome: {
      options: {
        reportName: "Chat is King",
        reportLanguage: "en",
        theme: "light",
        // One file: it opens from a disk, without a server and without the internet.
        singleFile: true,
        groupBy: ["epic", "feature", "story"],
      },
    },
  },
};
