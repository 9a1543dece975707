import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { inRoot } from "../project";

const FOLDER = "docs/operations";

/** A file of docs/operations, as text. */
export const operationsFile = (name: string): string => readFileSync(inRoot(FOLDER, name), "utf8");

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      build: z.object({ context: z.string(), dockerfile: z.string() }).optional(),
      command: z.array(z.string()).optional(),
      environment: z.record(z.string(), z.string()),
      healthcheck: z.object({ test: z.array(z.string()) }),
      volumes: z.array(z.string()).default([]),
      depends_on: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});

/** compose.yaml, as far as tests need it. */
export const composeFile = () => composeSchema.parse(parse(operationsFile("compose.yaml"), { merge: true }));

/** Replaces `${NAME:?}` and `${NAME:-default}` as compose does. Throws if a required one is missing. */
export function interpolate(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(
    /\$\{(\w+)(?::(\?|-)([^}]*))?\}/g,
    (_: string, name: string, kind?: string, fallback?: string) => {
      const value = variables[name];
      if (value) return value;
      if (kind === "?") throw new Error(`compose.yaml needs ${name}`);
      return fallback ?? "";
    },
  );
}

interface Unit {
  command: string[];
  environment: Record<string, string>;
  user: string;
  folder: string;
  /** Below /var/lib. */
  stateFolder: string;
  umask: number;
  /** The file that EnvironmentFile names. */
  environmentFile: string;
}

/** latchkey.service, as far as it can be emulated without systemd. */
export function unitFile(): Unit {
  const lines = operationsFile("latchkey.service").split("\n");
  const all = (key: string) =>
    lines.flatMap((line) => (line.startsWith(`${key}=`) ? [line.slice(key.length + 1)] : []));
  const one = (key: string) => {
    const [value] = all(key);
    if (value === undefined) throw new Error(`latchkey.service has no ${key}`);
    return value;
  };
  return {
    command: one("ExecStart").split(" "),
    environment: Object.fromEntries(all("Environment").map((line) => line.split("=", 2) as [string, string])),
    user: one("User"),
    folder: one("WorkingDirectory"),
    stateFolder: `/var/lib/${one("StateDirectory")}`,
    umask: parseInt(one("UMask"), 8),
    environmentFile: one("EnvironmentFile").replace(/^-/, ""),
  };
}
