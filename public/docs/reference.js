"use strict";
// The reference page: what is pasted under Authorize is held in memory, and cookies stay out of it.

/** Landmarks and headings that Swagger UI leaves out, and no link inside of a button. */
const accessiblePlugin = ({ React: { createElement } }) => {
  const section = (title) => (Original) => (props) =>
    createElement(
      "section",
      { "aria-label": title },
      createElement("h2", { className: "visually-hidden" }, title),
      createElement(Original, props),
    );
  return {
    wrapComponents: {
      InfoContainer: (Original) => (props) =>
        createElement("section", { "aria-label": "About the API" }, createElement(Original, props)),
      AuthorizeBtnContainer: section("Authorization"),
      operations: section("Operations"),
      DeepLink: () => ({ text }) => createElement("span", null, text),
    },
  };
};

const corrections = {
  "button.close-modal": named("Close"),
  "textarea:not([aria-label])": named("Request body"),
  "[aria-label='Apply credentials'], [aria-label='Remove authorization']": (button) =>
    button.removeAttribute("aria-label"),
  ".microlight:not([tabindex])": (example) => (example.tabIndex = 0), // it scrolls, by keyboard too
  "table[role=region]": (table) => table.removeAttribute("role"),
};

void (async () => {
  const reference = document.querySelector("#reference");
  const answer = await fetch("/api/v1/openapi.json", { credentials: "omit" }).catch(() => null);
  if (!answer?.ok) {
    reference.innerHTML = '<main class="note" role="alert">The reference could not be loaded. Reload the page.</main>';
    return;
  }
  const { servers: _, ...spec } = await answer.json(); // without servers, calls go to this site
  window.SwaggerUIBundle({
    spec,
    domNode: reference,
    deepLinking: true,
    docExpansion: "none", // all operations at once take seconds to draw
    persistAuthorization: false,
    validatorUrl: null,
    tryItOutEnabled: true,
    plugins: [accessiblePlugin],
    requestInterceptor: (request) => Object.assign(request, { credentials: "omit" }),
  });
  mend(reference, corrections);
})();
