import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { nodeMajor } from "../node";
import { inRoot, ROOT } from "../project";

const FOLDERS = ["app", "components", "lib", "public", "prisma"];
const ROOT_FILES =
  /^(package(-lock)?\.json|(next|postcss|prisma)\.config\.[a-z]+|(server|gateway|middleware|instrumentation[a-z-]*)\.ts)$/;
const LEFT_OUT = /(^|\/)(generated|migrations|node_modules)(\/|$)|\.test\.tsx?$|\.md$/;

/** A hash over the inputs of a build, without tests, docs and generated files. */
export function sourceFingerprint(): string {
  const atRoot = readdirSync(ROOT).filter((name) => ROOT_FILES.test(name));
  const below = FOLDERS.filter((folder) => existsSync(inRoot(folder))).flatMap(filesBelow);
  return fingerprint([...atRoot, ...below]);
}

/** A hash over files of the checkout, their names, and the major version of the Node.js that runs the build. */
export function fingerprint(files: string[]): string {
  const hash = createHash("sha256").update(nodeMajor());
  for (const file of [...files].sort()) hash.update(`\0${file}\0`).update(readFileSync(inRoot(file)));
  return hash.digest("hex");
}

function filesBelow(folder: string): string[] {
  return readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(ROOT, path.join(entry.parentPath, entry.name)))
    .filter((file) => !LEFT_OUT.test(file));
}
