"use strict";
// The reference page: what is pasted under Authorize is held in memory, and cookies stay out of it.
void (async () => {
  const spec = await (await fetch("/api/v1/openapi.json", { credentials: "omit" })).json();
  spec.servers = [{ url: "/" }];
  window.SwaggerUIBundle({
    spec,
    dom_id: "#reference",
    deepLinking: true,
    persistAuthorization: false,
    validatorUrl: null,
    tryItOutEnabled: true,
    requestInterceptor: (request) => Object.assign(request, { credentials: "omit" }),
  });
})();
