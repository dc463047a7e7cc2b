// Pages that a link in a mail leads to.

/** The link's token. It stands in the fragment, which no server and no log ever sees. */
export const tokenOfLink = () => new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

/** Take the used token out of the address and the history. */
export const forgetToken = () => history.replaceState(null, "", location.pathname);
