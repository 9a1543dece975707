import { app } from "../app";

type Responses = Readonly<Record<string, object>>;
interface DescribedOperation {
  readonly method: string;
  readonly path: RegExp;
  readonly statuses: ReadonlySet<string>;
}

let operations: Promise<readonly DescribedOperation[]> | undefined;

async function readDocument(): Promise<readonly DescribedOperation[]> {
  const answer = await app.request("/api/v1/openapi.json", {}, { trace: { id: "test", startedAt: 0, route: null } });
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, { responses: Responses }>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      method: method.toUpperCase(),
      path: new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&").replaceAll(/{\w+}/g, "[^/]+")}$`),
      statuses: new Set(Object.keys(responses)),
    })),
  );
}

/** Reads the OpenAPI document, once. Otherwise it is read when it is first needed. */
export async function readDescription(): Promise<void> {
  await (operations ??= readDocument());
}

/**
 * What is wrong with an answer: its status, if the operation's description does not name it. Null if nothing is, or if
 * there is no such operation. 500 needs no description of its own.
 */
export async function undescribed(method: string, target: string, status: number): Promise<string | null> {
  const path = new URL(target, "http://localhost").pathname;
  const operation = (await (operations ??= readDocument())).find(
    (candidate) => candidate.method === method && candidate.path.test(path),
  );
  if (!operation || status === 500 || operation.statuses.has(String(status))) return null;
  return `${method} ${path} answered ${status}, which the OpenAPI document does not name`;
}
