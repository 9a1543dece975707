// npm run soak:verifier [-- --seconds=600] [--tokens=500]: revokes tokens under load in front of a fake Latchkey, while
// the feed of changes is cut, held back and reordered, and looks for checks that @latchkey/verifier accepts too late.
import { parseArgs } from "node:util";
import { openFake } from "../../packages/verifier/src/testing/fake-under-test";
import { soak } from "../../packages/verifier/src/testing/soak";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "600" }, tokens: { type: "string", default: "500" } },
});

const latchkey = await openFake({ staleMs: 1_100 });
const report = await soak({ latchkey, seconds: Number(values.seconds), tokens: Number(values.tokens) });
await latchkey.close();
console.log(JSON.stringify({ ...report, late: report.late.slice(0, 20) }, null, 2));
console.log(`${report.late.length} accepts beyond the bound`);
if (report.late.length > 0) process.exitCode = 1;
