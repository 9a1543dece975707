import { afterAll } from "vitest";
import { startServer, type TestServer } from "../../../tools/testing/server";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { openVerifierWorld } from "../../../tools/testing/verifier-world";
import { describeVerifier } from "../../../packages/verifier/src/testing/contract";
import { closeDatabase } from "../../platform/db";
import { seed } from "../../../prisma/seed";

const database = useTestDatabase();
let server: TestServer | undefined;

afterAll(async () => {
  await server?.stop();
  await closeDatabase();
});

// Its requests meet one worker or the other: each has to go on from a cursor of the other.
describeVerifier("a gateway of two workers", async () => {
  await seed();
  server = await startServer({ mount: "gateway", database, env: { WORKERS: "2" } });
  return openVerifierWorld({ url: server.url, organization: "lunalectric", hasStream: true });
});
