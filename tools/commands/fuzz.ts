// npm run fuzz: sends 10,000 generated requests to the built server. --seed N replays a run, --requests N changes its
// size.
import { parseArgs } from "node:util";
import { ensureBuild } from "../building";
import { fuzzServer } from "../fuzz/server";
import { report } from "../plain-error";
import { openTestCluster } from "../testing/cluster";

try {
  const { values } = parseArgs({ options: { seed: { type: "string" }, requests: { type: "string" } } });
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
  console.log(`seed ${seed}: npm run fuzz -- --seed ${seed} sends the same requests again`);
  await ensureBuild(console.log);
  const close = await openTestCluster();
  try {
    const { statuses, slowest, bad, requests } = await fuzzServer({
      requests: Number(values.requests ?? 10_000),
      seed,
      slowestMs: 1_000,
    });
    console.table(statuses);
    console.log(`${requests} requests; the slowest took ${Math.round(slowest?.ms ?? 0)} ms`);
    for (const line of bad) console.log(line);
    console.log(bad.length === 0 ? "nothing went wrong" : `${bad.length} went wrong`);
    if (bad.length > 0) process.exitCode = 1;
  } finally {
    await close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  process.exit();
}
