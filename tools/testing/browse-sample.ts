import { type Browser, chromium, type Page } from "@playwright/test";
import type { Seeded } from "../../prisma/seed";
import { ensureChromium } from "./chromium";
import { TEST_AUTH_SECRET } from "./auth-secret";
import { openTestCluster } from "./cluster";
import { startServer, type TestServer } from "./server";

/** A browser that is signed in as Super Admin to the built application with sample data. */
export interface SampleVisit {
  readonly page: Page;
  readonly server: TestServer;
  /** The id of the sample organization. */
  readonly organizationId: string;
}

/**
 * Runs `work` with a new server, database and browser. Needs `npm run build`. With an `origin`, that is the
 * application's URL, and the browser sends its requests for it to the server.
 */
export async function browseSample(work: (visit: SampleVisit) => Promise<void>, origin?: string): Promise<void> {
  const closeCluster = await openTestCluster();
  const server = await startServer({ env: origin ? { APP_URL: origin } : {} });
  let browser: Browser | undefined;
  try {
    const { organization, users } = await fill(server);
    browser = await launch(origin ? [`--host-resolver-rules=MAP ${hostOf(origin)} ${hostOf(server.url)}`] : []);
    const page = await browser.newPage({ baseURL: origin ?? server.url, viewport: { width: 1280, height: 800 } });
    await signIn(page, users[0]);
    await work({ page, server, organizationId: organization.id });
  } finally {
    await browser?.close();
    await server.stop();
    await closeCluster();
  }
}

const hostOf = (url: string): string => new URL(url).host;

async function launch(args: string[]): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : []; // as in playwright.config.ts
  return chromium.launch({ executablePath: await ensureChromium(), args: [...sandbox, ...args] });
}

/** Imported late, because the application's code reads the environment when it is loaded. */
async function fill({ databaseUrls: { appUrl } }: TestServer): Promise<Seeded> {
  Object.assign(process.env, { DATABASE_URL: appUrl, AUTH_SECRET: TEST_AUTH_SECRET, LOG_LEVEL: "silent" });
  const [{ seed }, { closeDatabase }] = await Promise.all([
    import("../../prisma/seed"),
    import("../../lib/platform/db"),
  ]);
  try {
    return await seed();
  } finally {
    await closeDatabase();
  }
}

async function signIn(page: Page, user: Seeded["users"][number] | undefined): Promise<void> {
  if (!user) throw new Error("The sample data have no user.");
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(({ pathname }) => pathname !== "/login");
}
