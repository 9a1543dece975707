import fc from "fast-check";
import type { FuzzRequest } from "./request";
import { headerText, json, text, wellFormed } from "./values";

const PATHS = [
  "/",
  "/login",
  "/setup",
  "/invite",
  "/account",
  "/admin",
  "/admin/tokens",
  "/admin/members",
  "/admin/audit",
  "/admin/audit/export",
  "/admin/settings",
  "/spaces/mars-rover",
  "/spaces/mars-rover/assets",
  "/spaces/mars-rover/policies",
  "/login/clear",
  "/api/auth/csrf",
  "/api/auth/session",
  "/api/auth/callback/credentials",
  "/_next/image",
  "/favicon.ico",
  "/icon.svg",
  "/_next/static/x.js",
  "/docs",
  "/nope",
] as const;

const PARAMETERS = [
  "q",
  "from",
  "to",
  "after",
  "before",
  "page",
  "sort",
  "action",
  "actor",
  "next",
  "status",
  "_rsc",
  "url",
];
const HEADERS = [
  "rsc",
  "next-router-state-tree",
  "next-router-prefetch",
  "next-router-segment-prefetch",
  "next-url",
  "next-hmr-refresh",
  "x-middleware-subrequest",
  "x-nextjs-data",
  "cookie",
  "accept",
  "accept-language",
  "range",
  "if-none-match",
] as const;

const target = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...PATHS) },
      { weight: 1, arbitrary: text.map((part) => `/${encodeURIComponent(wellFormed(part)).slice(0, 500)}`) },
    ),
    fc.array(fc.tuple(fc.constantFrom(...PARAMETERS), text), { maxLength: 3 }),
  )
  .map(([path, query]) => {
    const pairs = query.map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(value))}`);
    return `${path}?${pairs.join("&")}`.slice(0, 7_000);
  });

const cookies = (session: string) =>
  fc.oneof(
    fc.constant<[string, string][]>([]),
    fc.constant<[string, string][]>([["cookie", session]]),
    headerText.map((value): [string, string][] => [["cookie", `latchkey.session=${value}`]]),
  );

const headers = fc.array(
  fc.tuple(fc.constantFrom(...HEADERS), fc.oneof(fc.constantFrom("1", "2", "/_tree"), headerText)),
  {
    maxLength: 3,
  },
);

/** Requests for pages like those of browsers, of Next's client, and of neither. */
export function pageRequests(session: string): fc.Arbitrary<FuzzRequest> {
  return fc
    .record({ method: fc.constantFrom("GET", "GET", "GET", "HEAD", "OPTIONS"), target, own: cookies(session), headers })
    .map(({ own, headers: more, ...rest }) => ({ surface: "pages", ...rest, headers: [...own, ...more], body: null }));
}

/** Server actions: invalid forms as sent with and without scripts. `ids` are those of existing actions. */
export function actionRequests(ids: readonly string[], session: string, origin: string): fc.Arbitrary<FuzzRequest> {
  const id = fc.oneof(fc.constantFrom(...ids), fc.constantFrom("abc", "0".repeat(42)), headerText);
  return fc
    .record({ path: fc.constantFrom(...PATHS), id, own: cookies(session), body: bodies(ids), scripted: fc.boolean() })
    .map(({ path, id: action, own, body, scripted }) => ({
      surface: "actions",
      method: "POST",
      target: path,
      headers: [
        ["origin", origin],
        ["content-type", body.type],
        ...own,
        ...(scripted ? ([["next-action", action]] as const) : []),
      ],
      body: body.text,
    }));
}

const formPart = ([name, content]: [name: string, content: string]): string =>
  `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${content}\r\n`;

function bodies(ids: readonly string[]): fc.Arbitrary<{ type: string; text: string }> {
  const value = fc.oneof(
    json.map((part) => JSON.stringify(part)),
    text,
    fc.constantFrom('["$undefined","$K1"]', '["$0:__proto__"]', '["$F1"]', '["$@9"]'),
  );
  const name = fc.oneof(
    fc.constantFrom(
      "0",
      "1",
      "1_email",
      "1_password",
      "email",
      "password",
      "secret",
      "$ACTION_REF_1",
      "$ACTION_1:0",
      "$ACTION_1:1",
      "$ACTION_KEY",
      ...ids.map((id) => `$ACTION_ID_${id}`),
    ),
    text.map((part) => part.replace(/["\r\n]/g, "")),
  );
  const multipart = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((parts) => ({
    type: "multipart/form-data; boundary=B",
    text: `${parts.map(formPart).join("")}--B--\r\n`,
  }));
  return fc.oneof(
    multipart,
    multipart.map(({ type, text: whole }) => ({ type, text: whole.slice(0, -7) })),
    value.map((content) => ({ type: "text/plain;charset=UTF-8", text: content })),
    text.map((content) => ({ type: "application/x-www-form-urlencoded", text: content })),
    text.map((content) => ({ type: "multipart/form-data", text: content })),
  );
}
