import { cache } from "react";

/** The server's time in ms, the same for everything that one request renders. */
export const requestTime = cache(() => Date.now());
