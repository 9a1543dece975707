import { expect, test } from "vitest";
import { subjectOf } from "./subject";

const subject = (action: string, kind: string, spaceId: string | null = null) =>
  subjectOf({ action, resource: { kind, id: "1" }, spaceId });

test("an event names its subject and links its page", () => {
  expect(subject("token.created", "token")).toEqual({ name: "API token", href: "/admin/tokens/1" });
  expect(subject("api.scopes_set", "api")).toEqual({ name: "API", href: "/admin/apis/1" });
  expect(subject("asset.seen", "asset", "mars")).toEqual({ name: "Asset", href: "/spaces/mars/assets/1" });
  expect(subject("odd.thing", "odd")).toEqual({ name: "odd", href: null });
});

test("a deleted subject has no page, except an API token, which stays", () => {
  expect(subject("space.deleted", "space").href).toBeNull();
  expect(subject("token.deleted", "token").href).toBe("/admin/tokens/1");
});
