"use strict";
// Before GraphiQL: its workers are files of ours, and its calls carry the pasted token, which is read from the field
// at each call and kept nowhere.
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (_module, label) => ({ json: "/docs/assets/json-worker.js", graphql: "/docs/assets/graphql-worker.js" })[label] ?? "/docs/assets/editor-worker.js",
};

const plainFetch = window.fetch.bind(window);
window.fetch = (input, init = {}) => {
  const { pathname } = new URL(input instanceof Request ? input.url : String(input), location.href);
  if (pathname !== "/api/graphql") return plainFetch(input, init);
  const headers = new Headers(init.headers);
  const token = document.querySelector("#token").value.trim();
  if (token !== "") headers.set("authorization", `Bearer ${token}`);
  return plainFetch(input, { ...init, headers, credentials: "omit" });
};
