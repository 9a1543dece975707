// npm start, and with --dev npm run dev
import { launch } from "../launcher";
import { runCommand } from "../launcher/command";

await runCommand((options) => launch({ ...options, dev: process.argv.includes("--dev") }));
