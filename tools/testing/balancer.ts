import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { freePort } from "../launcher/address";
import { startDaemon } from "./daemon";
import { findProgram } from "./programs";

/** Debian's nginx before several processes of Latchkey. */
export interface Balancer {
  readonly origin: string;
  /** A line for each answered request: its status, a space, and its header X-Kind. Whole after `stop`. */
  accessLog(): readonly string[];
  stop(): Promise<void>;
}

/** Starts nginx before these processes. Null where it is not installed; in CI it is. */
export async function startBalancer(folder: string, urls: readonly string[]): Promise<Balancer | null> {
  const nginx = findProgram("nginx");
  if (nginx === null) {
    if (process.env.CI === "true") throw new Error("nginx is not installed");
    console.warn("\n!!! NOT RUN behind nginx, which is not installed. On Debian: apt-get install nginx-light\n");
    return null;
  }
  const port = await freePort();
  const servers = urls.map((url) => `server ${new URL(url).host} max_fails=0;`).join(" ");
  const [file, log] = [path.join(folder, "nginx.conf"), path.join(folder, "access.log")];
  writeFileSync(
    file,
    `daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr; events { }
     http { log_format kinds '$status $http_x_kind'; access_log ${log} kinds;
       client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
       fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
       upstream all { ${servers} keepalive 8; }
       server { listen 127.0.0.1:${port};
         location / { proxy_pass http://all; proxy_http_version 1.1; proxy_set_header Connection "";
           proxy_next_upstream off; } } }`,
  );
  const daemon = await startDaemon({ file: nginx, args: ["-p", folder, "-c", file], port });
  return {
    origin: `http://127.0.0.1:${port}`,
    accessLog: () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").filter(Boolean) : []),
    stop: () => daemon.stop(),
  };
}
