import { OpenAPIHono } from "@hono/zod-openapi";
import type { ApiEnv } from "./context";
import { addApis } from "./apis";
import { addAssets } from "./assets";
import { addAuditEvents } from "./audit-events";
import { addContent } from "./content";
import { addDescription } from "./describe";
import { answerError, handleNotFound } from "./fallback";
import { addGraphql } from "./graphql";
import { addHealth } from "./health";
import { addJobs } from "./jobs";
import { addMembers } from "./members";
import { addMetrics } from "./metrics";
import { addOAuth } from "./oauth";
import { addOrganization } from "./organization";
import { addOrganizationSettings } from "./organization-settings";
import { addReports } from "./reports";
import { addSpaces } from "./spaces";
import { addSubjects } from "./subjects";
import { addToken } from "./token";
import { addTokens } from "./tokens";
import { addUsage } from "./usage";
import { addVerify } from "./verify";

/**
 * The API: one Hono app, Web Request in, Response out, mounted as Next route handlers and on node:http
 * (docs/decisions/0005-the-api-app-mounted-twice.md). It imports nothing of Next. Mounts call handle(), not fetch().
 */
function createApp(): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  addOrganization(app);
  addOrganizationSettings(app);
  addToken(app);
  addTokens(app);
  addSubjects(app);
  addSpaces(app);
  addApis(app);
  addContent(app);
  addReports(app);
  addAssets(app);
  addMembers(app);
  addAuditEvents(app);
  addOAuth(app);
  addUsage(app);
  addVerify(app);
  addGraphql(app);
  addHealth(app);
  addMetrics(app);
  addJobs(app);
  addDescription(app);
  app.notFound((c) => handleNotFound(app, c));
  app.onError(answerError);
  return app;
}

export const app = createApp();
