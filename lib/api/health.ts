import { createRoute, z } from "@hono/zod-openapi";
import { ensureKnownKeys } from "../audit/known-keys";
import { queryPool } from "../platform/db/run-query";
import { isDatabaseAway, isUnwritable } from "../platform/db/errors";
import { probeWrites } from "../platform/db/probe";
import { isMigrated } from "../platform/db/readiness";
import { WrongKeysError } from "../platform/key-check";
import { log } from "../platform/log";
import type { ApiApp } from "./context";
import { openAnswers, openDatabaseAnswers } from "./openapi";
import { problem } from "./problem";
import { json } from "./reply";

const healthSchema = z.object({ status: z.literal("ok") }).openapi("Health");

const live = createRoute({
  method: "get",
  path: "/api/health/live",
  operationId: "isLive",
  tags: ["Health"],
  summary: "Whether the process answers",
  security: [],
  responses: openAnswers(healthSchema, "It does."),
});

const ready = createRoute({
  method: "get",
  path: "/api/health/ready",
  operationId: "isReady",
  tags: ["Health"],
  summary: "Whether it can serve: the database answers, is migrated, was written with these keys and accepts writes",
  security: [],
  responses: openDatabaseAnswers(healthSchema, "It can."),
});

/** `/api/health/*`, for load balancers and launchers. */
export function addHealth(app: ApiApp): void {
  app.openapi(live, (c) => json(c, { status: "ok" as const }, 200));
  app.openapi(ready, async (c) => {
    const state = await databaseState();
    return state === "ready"
      ? json(c, { status: "ok" as const }, 200)
      : problem(c, "unavailable", { detail: state }, { "retry-after": "5" });
  });
}

async function databaseState(): Promise<string> {
  try {
    if (!(await isMigrated())) return "The database lacks a migration.";
    await ensureKnownKeys(queryPool);
    await probeWrites();
    return "ready";
  } catch (error) {
    if (error instanceof WrongKeysError) {
      log.error(error.message);
      return "The keys are not those of this database.";
    }
    if (isUnwritable(error)) return "The database accepts no writes.";
    if (isDatabaseAway(error)) return "The database is away.";
    if ((error as { code?: unknown }).code === "42883") return "The database lacks a migration.";
    throw error;
  }
}
