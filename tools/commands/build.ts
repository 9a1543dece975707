// npm run build
import { build } from "../building";
import { report } from "../plain-error";

try {
  await build({ echo: true });
} catch (error) {
  report(error);
  process.exitCode = 1;
}
