// npm run chaos: causes faults under an installation (kills, stops, a full disk, a failover) and checks that nothing
// was lost. --short is a quick run, --only=TEXT selects scenarios by name.
import { ensureBuild } from "../building";
import { describe, isClean, summarize, total } from "../chaos/report";
import { type ScenarioFindings, LONG, SHORT } from "../chaos/scenario";
import { SCENARIOS } from "../chaos/scenarios";
import { report } from "../plain-error";

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice("--only=".length) ?? "";
const size = process.argv.includes("--short") ? SHORT : LONG;

try {
  await ensureBuild(console.log);
  const found: ScenarioFindings[] = [];
  for (const { name, run } of SCENARIOS.filter((scenario) => scenario.name.includes(only))) {
    const results = await run(size);
    if ("skipped" in results) console.log(`${name}: skipped, because ${results.skipped}`);
    else {
      for (const result of results) console.log(describe(result));
      found.push(...results);
    }
  }
  const sum = total(found);
  console.log(`\n${summarize(sum)}`);
  process.exitCode = isClean(sum) ? 0 : 1;
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  process.exit();
}
