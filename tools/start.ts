// npm start, and with --dev npm run dev
import { launch } from "./launcher";
import { report } from "./plain-error";

const stop = new AbortController();
const hurry = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => (stop.signal.aborted ? hurry : stop).abort());
}

try {
  await launch({
    dev: process.argv.includes("--dev"),
    environment: process.env,
    stop: stop.signal,
    hurry: hurry.signal,
    log: (line) => console.log(line),
  });
  process.exitCode = 0;
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  process.exit(); // nothing of ours is left; a keep-alive socket must not hold the terminal
}
