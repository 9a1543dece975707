import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { acquire, addProcessEntry, exclusively, liveProcesses } from "./lock";
import { identityOf } from "./identity";
import { scratchFolder } from "../../../tools/testing/scratch";

let scratch: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  scratch = scratchFolder();
});
afterEach(() => scratch.remove());

test("one process at a time gets the lock", async () => {
  let inside = 0;
  let most = 0;
  const visit = () =>
    exclusively(scratch.folder, 20_000, async () => {
      most = Math.max(most, (inside += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    });
  await Promise.all(Array.from({ length: 8 }, visit));
  expect(most).toBe(1);
});

test("the holder of the lock is returned with its note", async () => {
  addProcessEntry(scratch.folder, "http://localhost:3000");
  expect(await acquire(scratch.folder, 50)).toEqual({ pid: process.pid, note: "http://localhost:3000" });
});

test("a dead process is not there, even when its pid is used again", async () => {
  const { pid: dead } = spawnSync("true");
  writeFileSync(path.join(scratch.folder, `${dead}-1.abc`), "");
  writeFileSync(path.join(scratch.folder, `${process.pid}-1.abc`), ""); // this process's pid with another start time
  expect(liveProcesses(scratch.folder)).toEqual([]);
  expect(readdirSync(scratch.folder)).toEqual([]);
});

test("a process is known by when it started", () => {
  expect(identityOf(process.pid)).toMatch(new RegExp(`^${process.pid}-\\w+$`));
  expect(identityOf(2 ** 30)).toBeNull();
});
