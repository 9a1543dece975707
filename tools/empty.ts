// Stands in for "server-only" where code runs outside Next: the server bundle, scripts and tests.
export {};
