import { copyFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import { type Daemon, startDaemon } from "../testing/daemon";

/** A proxy and its recipe. */
export interface ProxyProgram {
  program: string;
  debianPackage: string;
  /** Its file in docs/gateways. */
  recipe: string;
  /** The status for a request with 20 kB of headers, as docs/gateways/README.md says. */
  largeHeadersStatus: number;
  start(plan: Plan): Promise<Daemon>;
}

interface Plan {
  /** The program. */
  file: string;
  /** A temporary folder. */
  folder: string;
  /** The port that the text listens on. */
  port: number;
  /** The recipe, see `onPorts`. */
  text: string;
}

/** A recipe that guards the application on `applicationPort` and listens on `port`, else unchanged. */
export async function onPorts(text: string, port: number, applicationPort: number): Promise<string> {
  return text
    .replaceAll("127.0.0.1:8082", `127.0.0.1:${await freePort()}`)
    .replaceAll("127.0.0.1:8080", `127.0.0.1:${port}`)
    .replaceAll("127.0.0.1:9000", `127.0.0.1:${applicationPort}`);
}

function write(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function startNginx({ file, folder, port, text }: Plan): Promise<Daemon> {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const frame = [
    "daemon off;",
    "master_process off;",
    `pid ${folder}/nginx.pid;`,
    "error_log stderr;",
    "events { }",
    `http { access_log off; ${temporary.join(" ")} include ${write(folder, "recipe.conf", text)}; }`,
  ];
  return startDaemon({ file, args: ["-p", folder, "-c", write(folder, "nginx.conf", frame.join("\n"))], port });
}

async function startCaddy({ file, folder, port, text }: Plan): Promise<Daemon> {
  const config = write(folder, "Caddyfile", `{\n\tadmin off\n\tauto_https off\n}\n${text}`);
  return startDaemon({
    file,
    args: ["run", "--config", config, "--adapter", "caddyfile"],
    port,
    environment: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
}

async function startHaproxy({ file, folder, port, text }: Plan): Promise<Daemon> {
  copyFileSync(inRoot("docs/gateways/haproxy-latchkey.lua"), path.join(folder, "haproxy-latchkey.lua"));
  return startDaemon({
    file,
    args: ["-db", "-C", folder, "-f", write(folder, "haproxy.cfg", text)],
    port,
  });
}

export const PROXIES: readonly ProxyProgram[] = [
  {
    program: "nginx",
    debianPackage: "nginx-light",
    recipe: "nginx.conf",
    largeHeadersStatus: 400,
    start: startNginx,
  },
  { program: "caddy", debianPackage: "caddy", recipe: "Caddyfile", largeHeadersStatus: 431, start: startCaddy },
  { program: "haproxy", debianPackage: "haproxy", recipe: "haproxy.cfg", largeHeadersStatus: 431, start: startHaproxy },
];
