import { z } from "zod";
import { PlainError } from "../plain-error";
import type { Container } from "./container";

/** A token that may create others, from `npm run seed -- --json` in the container. */
export async function seedIn(container: Container): Promise<string> {
  const { status, stdout, output } = await container.exec(["node", "tools/run.mjs", "seed", "--json"]);
  if (status !== 0) throw new PlainError(`the seed ended with ${status}:\n${output}`);
  const { tokens } = z
    .object({ tokens: z.array(z.object({ state: z.string(), permissions: z.array(z.string()), secret: z.string() })) })
    .parse(JSON.parse(stdout));
  const owner = tokens.find(({ state, permissions }) => state === "live" && permissions.includes("owner"));
  if (!owner) throw new PlainError("the seed made no live token of an owner");
  return owner.secret;
}

/** Creates a token through the API, and returns its secret. */
export async function createToken(url: string, creator: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/tokens`, {
    method: "POST",
    headers: { authorization: `Bearer ${creator}`, "content-type": "application/json" },
    body: JSON.stringify({ name: "Made in a container" }),
  });
  await expectStatus(response, 201);
  return z.object({ secret: z.string() }).parse(await response.json()).secret;
}

/** Throws unless the API accepts a token. */
export async function expectGood(url: string, secret: string): Promise<void> {
  await expectAnswer(`${url}/api/v1/token`, 200, { authorization: `Bearer ${secret}` });
}

/** Throws unless a GET is answered with this status; redirects are not followed. */
export async function expectAnswer(url: string, status: number, headers: Record<string, string> = {}): Promise<void> {
  await expectStatus(await fetch(url, { headers, redirect: "manual" }), status);
}

async function expectStatus(response: Response, status: number): Promise<void> {
  if (response.status === status) return;
  throw new PlainError(`${response.url} answered ${response.status} instead of ${status}:\n${await response.text()}`);
}
