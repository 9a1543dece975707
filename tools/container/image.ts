import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { nodeProgram } from "../node";
import { PlainError } from "../plain-error";
import { inRoot, ROOT } from "../project";
import { findProgram } from "../testing/programs";
import { run } from "./programs";

const BASE = "localhost/latchkey-test-base";
const IMAGE = "localhost/latchkey-test";
const FOLDER = "docs/operations";

/** An image's settings for its containers. */
const configSchema = z.object({
  OCIv1: z.object({
    config: z.object({
      User: z.string(),
      Env: z.array(z.string()),
      Cmd: z.array(z.string()),
      WorkingDir: z.string(),
      StopSignal: z.string(),
      Volumes: z.record(z.string(), z.unknown()),
    }),
  }),
  Docker: z.object({ config: z.object({ Healthcheck: z.object({ Test: z.array(z.string()) }) }) }),
});

export interface Image {
  /** Where its root file system is. */
  root: string;
  user: string;
  env: Record<string, string>;
  command: string[];
  folder: string;
  stopSignal: string;
  volumes: string[];
  healthCheck: string[];
  megabytes: number;
}

/** Runs buildah with storage below `folder`, apart from the machine's own images. */
function buildah(folder: string, args: readonly string[]): Promise<string> {
  const storage = ["--storage-driver", "vfs", "--root", `${folder}/storage`, "--runroot", `${folder}/run`];
  return run("buildah", [...storage, ...args], { env: { BUILDAH_ISOLATION: "chroot", TMPDIR: folder } });
}

/** Makes a base image of Debian packages, this machine's Node.js and its npm; returns its size in MB. */
export async function makeBase(folder: string): Promise<number> {
  const root = path.join(folder, "base");
  if (!existsSync(root)) await installDebian(root);
  installNode(root);
  const container = (await buildah(folder, ["from", "scratch"])).trim();
  await buildah(folder, ["add", "--quiet", container, root, "/"]);
  await buildah(folder, ["commit", "--quiet", "--rm", container, BASE]);
  return megabytes(root);
}

async function installDebian(root: string): Promise<void> {
  const unfinished = `${root}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  await run("debootstrap", ["--variant=minbase", suite(), unfinished]);
  for (const cache of ["var/cache/apt", "var/lib/apt/lists"])
    rmSync(path.join(unfinished, cache), { recursive: true, force: true });
  await run("mv", [unfinished, root]);
}

/** This machine's Debian release, or a recent one on other systems. */
function suite(): string {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  const isDebian = /^ID=debian$/m.test(release);
  return (isDebian ? /^VERSION_CODENAME=(\w+)$/m.exec(release)?.[1] : undefined) ?? "bookworm";
}

/**
 * The requirements of the Containerfile's base image: Node.js and npm. npm gets this machine's registry and
 * certificates.
 */
function installNode(root: string): void {
  const npm = findProgram("npm");
  if (npm === null) throw new PlainError("npm run container:test copies npm, and finds none in the path.");
  const inBase = (...parts: string[]) => path.join(root, "usr/local", ...parts);
  const inBin = path.join(root, "usr/bin/node");
  for (const file of [inBin, inBase("bin/npm"), inBase("lib/node_modules/npm")])
    rmSync(file, { recursive: true, force: true });
  cpSync(realpathSync(nodeProgram()), inBase("bin/node"));
  cpSync(path.resolve(realpathSync(npm), "../.."), inBase("lib/node_modules/npm"), { recursive: true });
  symlinkSync("../lib/node_modules/npm/bin/npm-cli.js", inBase("bin/npm"));
  symlinkSync("../local/bin/node", inBin); // where latchkey.service expects it
}

interface NpmSettings {
  registry: string;
  cafile?: string;
  cache: string;
}

async function npmSettings(): Promise<NpmSettings> {
  const get = async (name: string) => (await run("npm", ["config", "get", name], { cwd: "/" })).trim();
  const cafile = await get("cafile");
  return {
    registry: await get("registry"),
    cafile: existsSync(cafile) ? cafile : undefined,
    cache: await get("cache"),
  };
}

/** Builds the image as the Containerfile's first lines say, on our base. */
export async function buildImage(folder: string): Promise<Image> {
  const { registry, cafile, cache } = await npmSettings();
  const settings = path.join(folder, "npmrc");
  writeFileSync(settings, `registry=${registry}\n${cafile ? `cafile=${cafile}\n` : ""}`);
  mkdirSync(cache, { recursive: true });
  const volumes = [`${settings}:/usr/local/etc/npmrc:ro`, `${cache}:/root/.npm`];
  if (cafile) volumes.push(`${cafile}:${cafile}:ro`);
  await buildah(folder, [
    "build",
    ...["--format", "docker", "--pull-never", "--build-arg", `BASE=${BASE}`],
    ...volumes.flatMap((volume) => ["--volume", volume]),
    ...["--ignorefile", inRoot(FOLDER, "Containerfile.dockerignore"), "--file", inRoot(FOLDER, "Containerfile")],
    ...["--tag", IMAGE, ROOT],
  ]);
  return openImage(folder);
}

/** The image that was built below `folder`, with its root file system mounted. */
export async function openImage(folder: string): Promise<Image> {
  const container = (await buildah(folder, ["from", "--pull-never", IMAGE])).trim();
  const root = (await buildah(folder, ["mount", container])).trim();
  const { OCIv1, Docker } = configSchema.parse(
    JSON.parse(await buildah(folder, ["inspect", "--type", "image", IMAGE])),
  );
  const { User, Env, Cmd, WorkingDir, StopSignal, Volumes } = OCIv1.config;
  return {
    root,
    user: User,
    env: Object.fromEntries(Env.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)])),
    command: Cmd,
    folder: WorkingDir,
    stopSignal: StopSignal,
    volumes: Object.keys(Volumes),
    healthCheck: Docker.config.Healthcheck.Test.slice(1),
    megabytes: await megabytes(root),
  };
}

/** The size of a folder's files in MB (1,000,000 bytes). */
export async function megabytes(folder: string): Promise<number> {
  const [bytes] = (await run("du", ["--summarize", "--bytes", folder])).split("\t");
  return Math.round(Number(bytes) / 1e6);
}
