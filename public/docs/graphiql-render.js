"use strict";
// After GraphiQL. It asks for the schema when it is drawn, and so is drawn anew when another token is pasted.
const render = () => {
  const root = document.createElement("div");
  document.querySelector("#graphiql").replaceChildren(root);
  window.YogaGraphiQL.renderYogaGraphiQL(root, { endpoint: "/api/graphql", title: "GraphiQL", shouldPersistHeaders: false });
};
document.querySelector("#token").addEventListener("change", render);
render();
