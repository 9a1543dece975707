import { expect, test, vi } from "vitest";
import { tokenActor } from "../../../tools/testing/actors";
import { openStream } from ".";

vi.mock("../../platform/env", () => ({ env: () => ({ STREAMS_PER_TOKEN: 2, STREAMS_PER_ORGANIZATION: 3 }) }));

const of = (tokenId: string, organizationId: string) => ({ ...tokenActor(organizationId, ["verifier"]), tokenId });

test("a token has as many streams as the setting allows, and one more once one is closed", () => {
  const [first, second] = [openStream(of("a", "one")), openStream(of("a", "one"))];
  expect([first, second]).not.toContain(null);
  expect(openStream(of("a", "one"))).toBe(null);
  first?.();
  const third = openStream(of("a", "one"));
  expect(third).not.toBe(null);
  for (const close of [second, third]) close?.();
});

test("an organization has as many as the setting allows, over all its tokens and of no other", () => {
  const all = ["a", "b", "c"].map((token) => openStream(of(token, "two")));
  expect(all).not.toContain(null);
  expect(openStream(of("d", "two"))).toBe(null);
  const other = openStream(of("e", "three"));
  expect(other).not.toBe(null);
  for (const close of [...all, other]) close?.();
});
