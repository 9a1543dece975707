import { curl } from "./curl";
import { go } from "./go";
import { express, fastify, hono, next } from "./node";
import type { QuickstartParameters } from "./parameters";
import { caddy, nginx } from "./proxies";
import { python } from "./python";

/** A program that guards an API, or asks about a token. */
interface QuickstartProgram {
  readonly label: string;
  /** The usual name of the file; a tab's title for a command. */
  readonly file: string;
  /** The command that runs the file, with what has to be installed before. Null where the text says it. */
  readonly run: string | null;
  /** Whether it authenticates with a Verifier token, in LATCHKEY_VERIFIER_TOKEN. */
  readonly needsVerifier: boolean;
  /** The text of the file. */
  readonly code: (parameters: QuickstartParameters) => string;
}

const script = { file: "app.mjs", needsVerifier: true };
const command = { run: null, needsVerifier: false };

/** The snippets of an API's page, in the order of their tabs. Tests run them. */
export const QUICKSTART = {
  curl: { ...command, label: "curl", file: "Shell", code: curl },
  nginx: { ...command, label: "nginx", file: "nginx.conf", code: nginx },
  caddy: { ...command, label: "Caddy", file: "Caddyfile", code: caddy },
  express: { ...script, label: "Express", run: "npm install express && node app.mjs", code: express },
  hono: { ...script, label: "Hono", run: "npm install hono @hono/node-server && node app.mjs", code: hono },
  fastify: { ...script, label: "Fastify", run: "npm install fastify && node app.mjs", code: fastify },
  next: { label: "Next.js", file: "app/api/example/route.js", run: null, needsVerifier: true, code: next },
  python: { label: "Python", file: "app.py", run: "python3 app.py", needsVerifier: true, code: python },
  go: { label: "Go", file: "main.go", run: "go run main.go", needsVerifier: true, code: go },
} as const satisfies Record<string, QuickstartProgram>;

export type QuickstartId = keyof typeof QUICKSTART;
export const QUICKSTART_IDS = Object.keys(QUICKSTART) as QuickstartId[];
