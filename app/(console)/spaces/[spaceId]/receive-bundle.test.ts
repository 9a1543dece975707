import { afterEach, expect, test, vi } from "vitest";
import { MAX_BUNDLE_BYTES } from "@/lib/content/parse/limits";
import { holdBody } from "@/lib/platform/http/body";
import { fail } from "@/lib/platform/result/result";
import { receiveBundle } from "./receive-bundle";

vi.mock("@/lib/access/session/session", () => ({ currentSession: () => Promise.resolve({}) }));
vi.mock("./require-space", () => ({
  findSpaceHere: () => Promise.resolve({ actor: { organizationId: "acme" } }),
}));

afterEach(() => {
  vi.useRealTimers();
});

const STORED = { ok: true, items: [], overwritten: 0, warnings: [], moreWarnings: 0 } as const;
const upload = vi.fn(() => Promise.resolve(STORED));

const send = (body: BodyInit, take: Parameters<typeof receiveBundle>[2] = upload) =>
  receiveBundle(
    new Request("http://localhost/spaces/one/policies/upload", { method: "POST", body, duplex: "half" } as RequestInit),
    "one",
    take,
  );

/** A body that sends its first bytes and then nothing. */
const idle = () =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from("policies:"));
    },
  });

test("a stalled upload gets 408, and its connection is closed", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const answered = send(idle());
  await expect
    .poll(async () => {
      vi.advanceTimersByTime(10_000);
      return (await Promise.race([answered, Promise.resolve(null)]))?.status;
    })
    .toBe(408);
  const answer = await answered;
  expect(answer.headers.get("connection")).toBe("close");
  expect(await answer.json()).toEqual({ ok: false, reason: "request_timeout" });
  expect(upload).not.toHaveBeenCalled();
});

test("uploads count toward the memory of their organization until they are answered", async () => {
  const others = holdBody("acme");
  expect(others.add(64 * 1024 * 1024 - 10)).toBe(true);
  const refused = await send("x".repeat(11));
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "5"]);
  let isHeld: boolean | undefined;
  const taken = await send("x".repeat(10), async () => {
    isHeld = !holdBody("acme").add(1);
    return STORED;
  });
  expect([taken.status, isHeld]).toEqual([201, true]);
  expect(others.add(10)).toBe(true);
  others.release();
});

test("one that is too large is refused", async () => {
  expect((await send(new Uint8Array(MAX_BUNDLE_BYTES + 1))).status).toBe(413);
});

test("what cannot wait any longer says when to come again", async () => {
  const full = fail("unavailable", { detail: { retryAfterSeconds: 5 } });
  const answer = await send("policies: []", () => Promise.resolve(full));
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "5"]);
});
