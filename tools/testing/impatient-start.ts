// npm start that gives up after two failures in a row, for tests of how it ends.
import { launch } from "../launcher";
import { runCommand } from "../launcher/command";

await runCommand((options) => launch({ ...options, dev: false, maxFailures: 2 }));
