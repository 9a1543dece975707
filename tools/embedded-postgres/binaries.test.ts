import { chmodSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratchFolder } from "../testing/scratch";
import { accountFor, changeOwner } from "./account";
import { findBinaries, makeLinks, packageFolder } from "./binaries";

const scratch = scratchFolder();
const closed = path.join(scratch.folder, "closed");
const folder = path.join(closed, "package");
const home = path.join(scratch.folder, "home");
const account = accountFor(home);

beforeAll(() => {
  mkdirSync(closed, { mode: 0o700 }); // beyond the reach of PostgreSQL's account, where we are root
  mkdirSync(home, { mode: 0o700 });
  changeOwner(account, home);
  cpSync(packageFolder(), folder, { recursive: true, verbatimSymlinks: true });
  removeLinks();
});

afterAll(() => {
  chmodSync(path.join(folder, "native", "lib"), 0o700);
  scratch.remove();
});

const links = () =>
  readdirSync(path.join(folder, "native", "lib")).filter((name) =>
    lstatSync(path.join(folder, "native", "lib", name)).isSymbolicLink(),
  );

// The package's list of links: pairs of a source and a target.
const linksOfThePackage =
  readFileSync(path.join(packageFolder(), "native", "pg-symlinks.json"), "utf8").split('"target"').length - 1;

function removeLinks(): void {
  for (const name of links()) rmSync(path.join(folder, "native", "lib", name));
}

test("library links that npm did not make are made", () => {
  expect(links()).toEqual([]);
  makeLinks(folder);
  expect(links().length).toBe(linksOfThePackage);
  expect(linksOfThePackage).toBeGreaterThan(0);
});

test("programs that cannot be used where they are run from a copy", () => {
  removeLinks();
  chmodSync(path.join(folder, "native", "lib"), 0o500); // keeps anyone but root from making links
  const { postgres } = findBinaries({ home, account }, folder);
  expect(postgres.startsWith(home)).toBe(true);
  expect(findBinaries({ home, account }, folder).postgres).toBe(postgres);
});
