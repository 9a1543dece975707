import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { freePort } from "../launcher/address";
import { PlainError } from "../plain-error";
import { inRoot } from "../project";
import { findProgram } from "../testing/programs";
import { createToken, expectAnswer, expectGood, seedIn } from "./application";
import { type Container, makeVolume, startContainer } from "./container";
import { composeFile, interpolate, unitFile } from "./documents";
import { buildImage, type Image, makeBase } from "./image";
import { createRoles, type Postgres, startPostgres } from "./postgres";
import { run, tryRun } from "./programs";

const DATA = "/var/lib/latchkey";
const READY = "Latchkey is ready";
/** The longest acceptable time to stop. Nothing hangs here, so no limit of lib/platform/stop-limits.ts is reached. */
const MAX_STOP_MS = 15_000;

/** Builds the image and runs it in every way that docs/operations describes. Throws PlainError at the first failure. */
export async function testContainer(work: string): Promise<void> {
  await step(
    "a base of Debian packages with Node.js",
    () => makeBase(work),
    (size) => `${size} MB`,
  );
  const image = await step(
    "the image",
    () => buildImage(work),
    ({ megabytes, user }) => `${megabytes} MB, user ${user}`,
  );
  await runImage(work, image);
}

/** Runs an image in every way that docs/operations describes. */
export async function runImage(work: string, image: Image): Promise<void> {
  await step("it has a user of its own, and no secrets or history", () => inspect(image));
  await onEmbeddedPostgres(work, image);
  await asCompose(work, image);
  await asUnit(work, image);
  console.log("\nThe image, compose.yaml and latchkey.service work.");
}

async function inspect({ user, root, folder }: Image): Promise<void> {
  if (["", "root", "0"].includes(user)) throw new PlainError("The image runs as root.");
  const found = await run("find", [
    ...[path.join(root, folder), "-path", "*/node_modules", "-prune", "-o"],
    ...["(", "-name", ".env*", "-o", "-name", ".git", "-o", "-name", ".data", ")", "-print"],
  ]);
  if (found !== "") throw new PlainError(`These files must not be in the image:\n${found}`);
}

async function onEmbeddedPostgres(work: string, image: Image): Promise<void> {
  const volume = makeVolume(path.join(work, `volume-${process.pid}`), image);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = (name: string) =>
    startFrom(work, image, { name, env: { HOST: "127.0.0.1", PORT: String(port) }, volume });
  const first = await step("a container with the embedded PostgreSQL starts", () => start("first"));
  const secret = await withContainer(first, async () => {
    await step("it is ready and healthy", () => expectHealthy(first, url, image.healthCheck));
    const made = await step("a token is created, and is good", async () => {
      const secretOfToken = await createToken(url, await seedIn(first));
      await expectGood(url, secretOfToken);
      return secretOfToken;
    });
    await step("pages, scripts and documents are served", () => expectPages(url));
    await stopInOrder(first, image.stopSignal);
    return made;
  });
  if (existsSync(path.join(volume, "postgres/data/postmaster.pid")))
    throw new PlainError("PostgreSQL was not shut down: its postmaster.pid is there.");
  const second = await step("another container starts on the same volume", () => start("second"));
  await withContainer(second, async () => {
    await step("the token is still good", () => expectGood(url, secret));
    await stopInOrder(second, image.stopSignal);
  });
}

/** The services of compose.yaml. PostgreSQL runs from the embedded server's programs, not from its image. */
async function asCompose(work: string, image: Image): Promise<void> {
  const secret = () => randomBytes(24).toString("hex");
  const variables = {
    POSTGRES_PASSWORD: secret(),
    OWNER_PASSWORD: secret(),
    APP_PASSWORD: secret(),
    AUTH_SECRET: secret(),
    AUDIT_KEY: secret(),
    SETUP_CODE: secret(),
    APP_URL: "http://localhost:3000",
  };
  const { services } = composeFile();
  const database = await step("a PostgreSQL server starts", () =>
    startPostgres(path.join(work, `postgres-${process.pid}`), variables.POSTGRES_PASSWORD),
  );
  const serviceOf = async (name: string, says: string) => {
    const service = services[name];
    if (!service) throw new PlainError(`compose.yaml has no service ${name}`);
    const port = await freePort();
    const given = Object.entries(service.environment).map(([key, value]) => [
      key,
      interpolate(value, variables).replace("@postgres:5432/", `@127.0.0.1:${database.port}/`),
    ]);
    const env = { ...(Object.fromEntries(given) as Record<string, string>), HOST: "127.0.0.1", PORT: String(port) };
    const plan = { name, env, command: service.command, says };
    const container = await step(`the service ${name} of compose.yaml starts`, () => startFrom(work, image, plan));
    return { container, url: `http://127.0.0.1:${port}`, healthCheck: service.healthcheck.test.slice(1) };
  };
  try {
    await step("create-roles.sh creates the roles and the database", () => rolesOf(database, variables));
    const { container, url, healthCheck } = await serviceOf("latchkey", READY);
    await withContainer(container, async () => {
      await step("it is ready and healthy, and a token is created", async () => {
        await expectHealthy(container, url, healthCheck);
        await expectGood(url, await createToken(url, await seedIn(container)));
      });
      await step("the serving role cannot create tables", () => expectNoDdl(database, variables.APP_PASSWORD));
      const gateway = await serviceOf("gateway", "The gateway is ready");
      await withContainer(gateway.container, async () => {
        await step("it is ready and healthy", () => expectHealthy(gateway.container, gateway.url, gateway.healthCheck));
        await stopInOrder(gateway.container, image.stopSignal);
      });
      await stopInOrder(container, image.stopSignal);
    });
  } finally {
    await database.stop();
  }
}

async function rolesOf(database: Postgres, variables: Record<string, string>): Promise<void> {
  const passed = composeFile().services.postgres?.environment ?? {};
  const env = Object.fromEntries(Object.entries(passed).map(([name, value]) => [name, interpolate(value, variables)]));
  await createRoles(inRoot("docs/operations/create-roles.sh"), database, env);
}

async function expectNoDdl({ env }: Postgres, password: string): Promise<void> {
  const args = ["--username=latchkey_app", "--dbname=latchkey", "--command=CREATE TABLE made_by_app ()"];
  const { status, output } = await tryRun("psql", args, { env: { ...env, PGPASSWORD: password } });
  if (status === 0 || !output.includes("permission denied"))
    throw new PlainError(`The serving role could create a table:\n${output}`);
}

/** latchkey.service without systemd: its command, variables, user, umask and folders, on a read-only system. */
async function asUnit(work: string, image: Image): Promise<void> {
  const file = inRoot("docs/operations/latchkey.service");
  if (findProgram("systemd-analyze"))
    await step("systemd-analyze verify finds nothing in latchkey.service", async () => {
      const { status, output } = await tryRun("systemd-analyze", ["verify", file]);
      if (status !== 0 || output !== "") throw new PlainError(output);
    });
  const { command, environment, user, folder, stateFolder, umask } = unitFile();
  const port = await freePort();
  const container = await step("the command of latchkey.service starts", () =>
    startFrom(work, image, {
      name: "unit",
      env: { ...environment, PORT: String(port) },
      only: true,
      command,
      user,
      folder,
      umask,
      volume: makeVolume(path.join(work, `state-${process.pid}`), { root: image.root, user }),
      target: stateFolder,
    }),
  );
  await withContainer(container, async () => {
    const url = `http://127.0.0.1:${port}`;
    await step("it is ready, and a token is created", async () => {
      await expectAnswer(`${url}/api/health/ready`, 200);
      await expectGood(url, await createToken(url, await seedIn(container)));
    });
    await stopInOrder(container, "SIGTERM");
  });
}

interface Start {
  name: string;
  env: Record<string, string>;
  /** Whether `env` replaces the image's variables. */
  only?: boolean;
  command?: readonly string[];
  user?: string;
  folder?: string;
  umask?: number;
  volume?: string;
  /** Where the volume is mounted. */
  target?: string;
  /** The output that shows that it serves. */
  says?: string;
}

async function startFrom(work: string, image: Image, plan: Start): Promise<Container> {
  const { name, env, only = false, command, user, folder, umask, volume, target = DATA, says = READY } = plan;
  const container = await startContainer(work, {
    name,
    root: image.root,
    user: user ?? image.user,
    env: only ? env : { ...image.env, ...env },
    command: command ?? image.command,
    folder: folder ?? image.folder,
    umask,
    mounts: volume ? [{ source: volume, target }] : [],
  });
  try {
    await container.says(says);
    return container;
  } catch (error) {
    await container.remove();
    throw error;
  }
}

async function withContainer<T>(container: Container, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    console.log(container.output());
    throw error;
  } finally {
    await container.remove();
  }
}

async function expectHealthy(container: Container, url: string, healthCheck: readonly string[]): Promise<void> {
  await expectAnswer(`${url}/api/health/ready`, 200);
  const { status, output } = await container.exec(healthCheck);
  if (status !== 0) throw new PlainError(`The health check ended with ${status}:\n${output}`);
}

/** One file of each kind: built, read from packages, and generated. */
async function expectPages(url: string): Promise<void> {
  for (const page of ["/login", "/docs", "/docs/assets/swagger-ui.css", "/api/v1/openapi.json"])
    await expectAnswer(url + page, 200);
  const text = await (await fetch(`${url}/login`)).text();
  const script = /\/_next\/static\/[^"]+\.js/.exec(text)?.[0];
  if (!script) throw new PlainError("/login names no script.");
  await expectAnswer(url + script, 200);
}

async function stopInOrder(container: Container, signal: string): Promise<void> {
  await step(
    `${signal} ends it in order`,
    async () => {
      const { status, ms } = await container.stop(signal);
      if (status !== 0) throw new PlainError(`It ended with ${status}:\n${container.output()}`);
      if (ms > MAX_STOP_MS) throw new PlainError(`It took ${Math.round(ms)} ms.`);
      return ms;
    },
    (ms) => `status 0 after ${Math.round(ms)} ms`,
  );
}

/** Runs one step of the container test and prints its name, its time, and what it returns. */
async function step<T>(name: string, work: () => Promise<T>, describe?: (result: T) => string): Promise<T> {
  const begun = performance.now();
  const seconds = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`.padStart(8);
  try {
    const result = await work();
    console.log(`${seconds()}  ✓ ${name}${describe ? `: ${describe(result)}` : ""}`);
    return result;
  } catch (error) {
    console.log(`${seconds()}  ✗ ${name}`);
    throw error;
  }
}
