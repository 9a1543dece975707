"use strict";
// After GraphiQL. It fetches the schema when it is rendered, so it is rendered with each token that is pasted, and not
// without one. It takes its theme when it is rendered too, and keeps the queries in the browser.
const container = document.querySelector("#graphiql");

const SAMPLE = `# The API tokens that this token may see.
query Tokens {
  apiTokens(first: 10) {
    totalCount
    edges {
      node {
        name
        status
        expiresAt
      }
    }
  }
}
`;

const render = () => {
  if (document.querySelector("#token").value.trim() === "") return;
  const root = document.createElement("div");
  container.replaceChildren(root);
  window.YogaGraphiQL.renderYogaGraphiQL(root, {
    endpoint: "/api/graphql",
    title: "GraphiQL",
    shouldPersistHeaders: false,
    forcedTheme: document.documentElement.classList.contains("dark-mode") ? "dark" : "light",
    defaultQuery: SAMPLE,
  });
};

document.querySelector("#token").addEventListener("change", render);
addEventListener("themechange", render);
render();

// Its tabs hold two buttons each, which a tab must not; so they are a list of buttons.
mend(container, {
  "[role=tablist]": (list) => list.removeAttribute("role"),
  "[role=tab]": (tab) => {
    tab.querySelector("button")?.setAttribute("aria-current", tab.getAttribute("aria-selected"));
    tab.removeAttribute("aria-selected");
    tab.removeAttribute("role");
  },
  "[role=tabpanel]": (panel) => panel.setAttribute("role", "group"),
});
