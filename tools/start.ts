// npm start, and with --dev npm run dev
import { launch } from "./launcher";
import { stopSignals } from "./launcher/signals";
import { report } from "./plain-error";

try {
  await launch({
    dev: process.argv.includes("--dev"),
    environment: process.env,
    ...stopSignals(),
    log: (line) => console.log(line),
  });
  process.exitCode = 0;
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  process.exit(); // nothing of ours is left; a keep-alive socket must not hold the terminal
}
