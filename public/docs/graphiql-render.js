"use strict";
// After GraphiQL. It fetches the schema when it is rendered, so it is rendered with each token that is pasted, and not
// without one.
const render = () => {
  if (document.querySelector("#token").value.trim() === "") return;
  const root = document.createElement("div");
  document.querySelector("#graphiql").replaceChildren(root);
  window.YogaGraphiQL.renderYogaGraphiQL(root, {
    endpoint: "/api/graphql",
    title: "GraphiQL",
    shouldPersistHeaders: false,
    defaultQuery: "# The API tokens that this token may see.\nquery Tokens {\n  apiTokens(first: 10) {\n    totalCount\n    edges {\n      node {\n        name\n        status\n        expiresAt\n      }\n    }\n  }\n}\n",
  });
};
document.querySelector("#token").addEventListener("change", render);
render();
