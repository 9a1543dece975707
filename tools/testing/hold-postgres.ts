// Joins the embedded server of the given data directory, prints its pid, and stays until it is killed. For tests.
import { startEmbeddedPostgres } from "../embedded-postgres";

const { pid } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? "", fast: true });
console.log(pid);
setInterval(() => undefined, 60_000);
