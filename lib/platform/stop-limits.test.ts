import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  LAUNCHED_STOP_MS,
  LAUNCHER_STOP_MS,
  LISTENER_STOP_MS,
  POSTGRES_STEPS_MS,
  SERVER_STEPS_MS,
  SERVER_STOP_MS,
  WORKERS_STOP_MS,
} from "./stop-limits";

const sumOf = (steps: Readonly<Record<string, number>>) => Object.values(steps).reduce((sum, ms) => sum + ms, 0);

test("nothing that ends in order is killed: each level waits longer than all that it waits for may take", () => {
  expect(SERVER_STOP_MS).toBeGreaterThanOrEqual(sumOf(SERVER_STEPS_MS));
  expect(WORKERS_STOP_MS).toBeGreaterThan(SERVER_STOP_MS);
  expect(LAUNCHED_STOP_MS).toBeGreaterThan(WORKERS_STOP_MS + LISTENER_STOP_MS);
  expect(LAUNCHER_STOP_MS).toBeGreaterThanOrEqual(LAUNCHED_STOP_MS + sumOf(POSTGRES_STEPS_MS));
});

test("systemd, compose.yaml and the documentation give the launcher more time than it may take", () => {
  const file = (name: string) => readFileSync(path.join(import.meta.dirname, "../../docs/operations", name), "utf8");
  const secondsIn = (name: string, pattern: RegExp) =>
    [...file(name).matchAll(pattern)].map(([, seconds]) => Number(seconds));
  const given = [
    ...secondsIn("latchkey.service", /^TimeoutStopSec=(\d+)$/gm),
    ...secondsIn("compose.yaml", /stop_grace_period: (\d+)s/g),
    ...secondsIn("README.md", /--stop-timeout (\d+)/g),
  ];
  expect(given.length).toBe(5);
  expect(given.filter((seconds) => seconds * 1_000 < LAUNCHER_STOP_MS + 5_000)).toEqual([]);
});
