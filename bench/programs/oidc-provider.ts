// oidc-provider with its adapter in memory, for comparison: /oidc/token/introspection checks an opaque access token.
// /prepared issues one, and answers with it and the client's credentials.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const PORT = Number(process.env.PORT);
const ISSUER = `http://127.0.0.1:${PORT}/oidc`;
const CLIENT = { id: "bench", secret: "only-for-measuring-only-for-measuring" };
const AUTHORIZATION = `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}`;

const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      grant_types: ["client_credentials"],
      redirect_uris: [],
      response_types: [],
    },
  ],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: () => true },
    devInteractions: { enabled: false },
  },
});
const answer = provider.callback();

async function prepare(): Promise<string> {
  const issued = await fetch(`${ISSUER}/token`, {
    method: "POST",
    headers: { authorization: AUTHORIZATION, "content-type": "application/x-www-form-urlencoded" },
    body: "grant_type=client_credentials",
  });
  const { access_token } = (await issued.json()) as { access_token: string };
  return JSON.stringify({ token: access_token, authorization: AUTHORIZATION });
}

createServer((request, response) => {
  if (request.url === "/prepared") return void prepare().then((text) => response.end(text));
  request.url = request.url?.replace("/oidc", "");
  void answer(request, response);
}).listen(PORT, "127.0.0.1");
