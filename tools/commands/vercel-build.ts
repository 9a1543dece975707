// npm run vercel-build, which Vercel runs instead of npm run build: see "Hosted on Vercel" in README.md.
import { report } from "../plain-error";
import { buildHosted } from "./hosted";

try {
  await buildHosted(process.env);
} catch (error) {
  report(error);
  process.exitCode = 1;
}
