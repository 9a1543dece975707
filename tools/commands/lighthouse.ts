// npm run lighthouse [-- RUNS]: Lighthouse for phones on the list of 1,000 tokens of the built application. Prints
// every run and the medians. The figures are only meaningful on an otherwise idle machine. Lighthouse is fetched by npx
// instead of being a dependency, because it has 200 packages and 186 MB.
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { report } from "../plain-error";
import { browseSample } from "../testing/browse-sample";
import { ensureChromium } from "../testing/chromium";
import { scratchFolder } from "../testing/scratch";
import { issueTokens } from "../testing/tokens";

const LIGHTHOUSE = "lighthouse@12.8.2";
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const TIMES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "speed-index"];

/** The part of Lighthouse's report that is printed. Scores are 0 to 1, times in ms. */
interface LighthouseReport {
  finalDisplayedUrl: string;
  categories: Record<string, { score: number }>;
  audits: Record<string, { numericValue: number }>;
}

const runs = Number(process.argv[2] ?? 5);
const scratch = scratchFolder();
try {
  await browseSample(async ({ page, server, organizationId }) => {
    await issueTokens(server.databaseUrls.ownerUrl, 1_000, ["viewer"], organizationId);
    const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`);
    const results: Record<string, number>[] = [];
    for (let run = 0; run < runs; run++) results.push(await measure(`${server.url}/admin/tokens`, cookies.join("; ")));
    const names = Object.keys(results[0] ?? {});
    const medians = Object.fromEntries(names.map((name) => [name, median(results.map((result) => result[name] ?? 0))]));
    console.table([...results, medians].map((row, index) => ({ run: index < runs ? index + 1 : "median", ...row })));
  });
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  scratch.remove();
}

async function measure(url: string, cookie: string): Promise<Record<string, number>> {
  const [headers, output] = ["headers.json", "report.json"].map((name) => path.join(scratch.folder, name)) as [
    string,
    string,
  ];
  writeFileSync(headers, JSON.stringify({ cookie }), { mode: 0o600 });
  await promisify(execFile)(
    "npx",
    [
      ...["--yes", LIGHTHOUSE, url, "--quiet", "--output=json", `--output-path=${output}`],
      ...[`--extra-headers=${headers}`, `--only-categories=${CATEGORIES.join()}`],
      `--chrome-flags=--headless --disable-gpu${process.getuid?.() === 0 ? " --no-sandbox" : ""}`,
    ],
    { env: { ...process.env, CHROME_PATH: await ensureChromium() } },
  );
  const { finalDisplayedUrl, categories, audits } = JSON.parse(readFileSync(output, "utf8")) as LighthouseReport;
  if (finalDisplayedUrl !== url) throw new Error(`Lighthouse was redirected to ${finalDisplayedUrl}.`);
  return Object.fromEntries([
    ...CATEGORIES.map((name) => [name, Math.round((categories[name]?.score ?? 0) * 100)]),
    ...TIMES.map((name) => [name, Math.round(audits[name]?.numericValue ?? 0)]),
  ]) as Record<string, number>;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
