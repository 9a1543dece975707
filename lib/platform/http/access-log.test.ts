import { afterEach, expect, test, vi } from "vitest";
import { env } from "../env";
import { log } from "../log";
import { isAccessLogged, type AccessKind } from "./access-log";

process.env.DATABASE_URL = "postgresql://u:p@localhost/db";
afterEach(() => {
  vi.restoreAllMocks();
});

const KINDS: readonly AccessKind[] = ["api", "page", "refused", "check", "file"];

test.each([
  ["off", []],
  ["requests", ["api", "page", "refused"]],
  ["all", KINDS],
] as const)("ACCESS_LOG=%s logs %j", (setting, expected) => {
  vi.spyOn(log, "isLevelEnabled").mockReturnValue(true);
  env().ACCESS_LOG = setting;
  expect(KINDS.filter(isAccessLogged)).toEqual(expected);
});

test("nothing is logged above level info", () => {
  vi.spyOn(log, "isLevelEnabled").mockReturnValue(false);
  env().ACCESS_LOG = "all";
  expect(KINDS.filter(isAccessLogged)).toEqual([]);
});
