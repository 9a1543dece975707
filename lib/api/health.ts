import { z } from "@hono/zod-openapi";
import { ensureKnownKeys } from "../audit/known-keys";
import { queryPool } from "../platform/db";
import { isDatabaseAway, isUnwritable } from "../platform/db/errors";
import { probeWrites } from "../platform/db/probe";
import { isMigrated } from "../platform/db/readiness";
import { WrongKeysError } from "../platform/key-check";
import { log } from "../platform/log";
import type { ApiApp } from "./context";
import { addOperation } from "./operation";
import { openAnswers, openDatabaseAnswers } from "./openapi";
import { problem } from "./problem";
import { json } from "./reply";

const healthSchema = z.object({ status: z.literal("ok") }).openapi("Health");

/** `/api/health/*`, for load balancers and launchers. */
export function addHealth(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/health/live",
    operationId: "isLive",
    tag: "Health",
    summary: "Whether the process answers",
    responses: openAnswers(healthSchema, "It does."),
    answer: (c) => json(c, OK, 200),
  });
  addOperation(app, {
    method: "get",
    path: "/api/health/ready",
    operationId: "isReady",
    tag: "Health",
    summary: "Whether it can serve: the database answers, is migrated, was written with these keys and accepts writes",
    responses: openDatabaseAnswers(healthSchema, "It can."),
    answer: async (c) => {
      const state = await databaseState();
      return state === "ready"
        ? json(c, OK, 200)
        : problem(c, "unavailable", { detail: state }, { "retry-after": "5" });
    },
  });
}

const OK: z.output<typeof healthSchema> = { status: "ok" };

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
