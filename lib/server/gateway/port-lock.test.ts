import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { scratchFolder } from "../../../tools/testing/scratch";
import { identityOf } from "../../platform/process/identity";
import { lockPort, PortTaken } from "./port-lock";

let scratch: ReturnType<typeof scratchFolder>;
beforeEach(() => void (scratch = scratchFolder()));
afterEach(() => scratch.remove());

const own = () => path.join(scratch.folder, `latchkey-gateway-${process.getuid?.()}`);

test("a second gateway on a port is refused with the process that has it", async () => {
  await lockPort("127.0.0.1", 3001, scratch.folder);
  await expect(lockPort("127.0.0.1", 3001, scratch.folder)).rejects.toThrow(
    new PortTaken(`another gateway has the port: process ${process.pid}`),
  );
});

test("another port, and another address, are free", async () => {
  await lockPort("127.0.0.1", 3001, scratch.folder);
  await lockPort("127.0.0.1", 3002, scratch.folder);
  await lockPort("::1", 3001, scratch.folder);
});

test("a gateway that was killed leaves the port free", async () => {
  const { stdout } = spawnSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" });
  const folder = path.join(own(), "127.0.0.1-3001");
  mkdirSync(folder, { recursive: true });
  expect(identityOf(Number(stdout))).toBeNull();
  writeFileSync(path.join(folder, `${stdout.trim()}-1.abc`), "");
  await lockPort("127.0.0.1", 3001, scratch.folder);
});

test("a link that someone put there is refused", async () => {
  symlinkSync("/", own());
  await expect(lockPort("127.0.0.1", 3001, scratch.folder)).rejects.toThrow(PortTaken);
});

test("port 0, which each worker would get another port for, is refused", async () => {
  await expect(lockPort("127.0.0.1", 0, scratch.folder)).rejects.toThrow(PortTaken);
});
