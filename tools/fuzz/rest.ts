import fc from "fast-check";
import type { FuzzRequest } from "./request";
import { nearly, type Components, type JsonSchema } from "./schema";
import { headerText, json, text, wellFormed } from "./values";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema?: JsonSchema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: JsonSchema }>> };
}

/** The parts of the API's description that are used here. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Components };
}

/** Requests to every operation of the description, most of them almost valid. */
export function buildRestRequests(
  { paths, components }: Description,
  secrets: readonly string[],
): fc.Arbitrary<FuzzRequest> {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      requestTo({ path, method, operation }, components.schemas, secrets),
    ),
  );
  return fc.oneof(...operations);
}

interface Place {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

function requestTo(
  { path, method, operation }: Place,
  components: Components,
  secrets: readonly string[],
): fc.Arbitrary<FuzzRequest> {
  const parameters = operation.parameters ?? [];
  const query = parameters.filter((parameter) => parameter.in === "query");
  return fc
    .record({
      parts: fc.array(pathPart, { minLength: 4, maxLength: 4 }),
      query: fc.array(fc.tuple(fc.oneof(fc.constantFrom("unknown", ...query.map(({ name }) => name)), text), text), {
        maxLength: 4,
      }),
      headers: headersOf(secrets),
      body: method === "get" ? fc.constant(null) : bodyOf(operation, components),
    })
    .map(({ parts, query: pairs, headers, body }) => ({
      surface: path.startsWith("/oauth") ? "OAuth" : "REST",
      method: method.toUpperCase(),
      target: path.replaceAll(/{\w+}/g, () => parts.pop() ?? "x") + queryOf(pairs),
      headers: [...headers, ...(body ? ([["content-type", body.type]] as const) : [])],
      body: body && body.text,
    }));
}

const pathPart = fc
  .oneof(fc.constantFrom("mars-rover", "moon-base", "00000000-0000-7000-8000-000000000000", "%00", "%ff", ".."), text)
  .map((part) => (part.startsWith("%") ? part : encodeURIComponent(wellFormed(part)).slice(0, 300) || "x"));

function queryOf(pairs: readonly (readonly [string, string])[]): string {
  if (pairs.length === 0) return "";
  const parts = pairs.map(([name, value]) =>
    [name, value].map((side) => encodeURIComponent(wellFormed(side))).join("="),
  );
  return `?${parts.join("&").slice(0, 7_000)}`;
}

/** The credential and other headers. */
export function headersOf(secrets: readonly string[]): fc.Arbitrary<[string, string][]> {
  const secret = fc.constantFrom(...secrets);
  const credential: fc.Arbitrary<[string, string][]> = fc.oneof(
    { weight: 8, arbitrary: secret.map((token): [string, string][] => [["authorization", `Bearer ${token}`]]) },
    { weight: 1, arbitrary: secret.map((token): [string, string][] => [["cookie", `Session="${token}"`]]) },
    {
      weight: 1,
      arbitrary: fc.array(fc.tuple(fc.constantFrom("authorization", "cookie"), headerText), { maxLength: 3 }),
    },
  );
  const others = fc.array(
    fc.tuple(
      fc.constantFrom(
        "accept",
        "accept-encoding",
        "idempotency-key",
        "if-match",
        "origin",
        "sec-fetch-site",
        "x-forwarded-for",
        "x-forwarded-proto",
        "user-agent",
        "content-encoding",
        "range",
      ),
      headerText,
    ),
    { maxLength: 2 },
  );
  return fc.tuple(credential, others).map(([own, more]) => [...own, ...more]);
}

function bodyOf({ requestBody }: Operation, components: Components) {
  const types = Object.entries(requestBody?.content ?? { "application/json": {} });
  return fc.oneof(
    ...types.map(([type, { schema = {} }]) =>
      nearly(schema, components).map((value) => ({ type, text: written(type, value) })),
    ),
    json.map((value) => ({ type: "application/json", text: JSON.stringify(value) })),
    text.map((value) => ({ type: "application/json; charset=x", text: value })),
  );
}

function written(type: string, value: unknown): string {
  if (!type.includes("form-urlencoded"))
    return typeof value === "string" && !type.includes("json") ? value : JSON.stringify(value);
  const pairs = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return new URLSearchParams(
    pairs.map(([name, part]) => [name, typeof part === "string" ? part : (JSON.stringify(part) ?? "")]),
  ).toString();
}
