import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import { type Daemon, startDaemon } from "../testing/daemon";

/** A proxy and its recipe. */
export interface ProxyProgram {
  program: string;
  debianPackage: string;
  start(plan: Plan): Promise<Daemon>;
}

interface Plan {
  /** The program. */
  file: string;
  /** A temporary folder. */
  folder: string;
  port: number;
  latchkeyPort: number;
  applicationPort: number;
  organizationId: string;
}

/** A recipe of docs/gateways, unchanged except for paths and ports. */
async function recipe(name: string, { port, latchkeyPort, applicationPort, organizationId }: Plan): Promise<string> {
  const places = {
    "127.0.0.1:8082": `127.0.0.1:${await freePort()}`,
    "127.0.0.1:8080": `127.0.0.1:${port}`,
    "127.0.0.1:3001": `127.0.0.1:${latchkeyPort}`,
    "127.0.0.1:9000": `127.0.0.1:${applicationPort}`,
    "acme-labs": organizationId,
  };
  return Object.entries(places).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    readFileSync(inRoot("docs/gateways", name), "utf8"),
  );
}

function write(folder: string, name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function startNginx(plan: Plan): Promise<Daemon> {
  const { file, folder, port } = plan;
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  const frame = [
    "daemon off;",
    "master_process off;",
    `pid ${folder}/nginx.pid;`,
    "error_log stderr;",
    "events { }",
    `http { access_log off; ${temporary.join(" ")} include ` +
      `${write(folder, "recipe.conf", await recipe("nginx.conf", plan))}; }`,
  ];
  return startDaemon({ file, args: ["-p", folder, "-c", write(folder, "nginx.conf", frame.join("\n"))], port });
}

async function startCaddy(plan: Plan): Promise<Daemon> {
  const { file, folder, port } = plan;
  const config = write(folder, "Caddyfile", `{\n\tadmin off\n\tauto_https off\n}\n${await recipe("Caddyfile", plan)}`);
  return startDaemon({
    file,
    args: ["run", "--config", config, "--adapter", "caddyfile"],
    port,
    environment: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
}

async function startHaproxy(plan: Plan): Promise<Daemon> {
  const { file, folder, port } = plan;
  copyFileSync(inRoot("docs/gateways/haproxy-latchkey.lua"), path.join(folder, "haproxy-latchkey.lua"));
  return startDaemon({
    file,
    args: ["-db", "-C", folder, "-f", write(folder, "haproxy.cfg", await recipe("haproxy.cfg", plan))],
    port,
  });
}

export const PROXIES: readonly ProxyProgram[] = [
  { program: "nginx", debianPackage: "nginx-light", start: startNginx },
  { program: "caddy", debianPackage: "caddy", start: startCaddy },
  { program: "haproxy", debianPackage: "haproxy", start: startHaproxy },
];
