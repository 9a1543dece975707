import { describe, expect, test } from "vitest";
import { ACTIONS, GRANTABLE, PERMISSIONS, permissionsFor, ROLE_ACTS_AS, ruleOf, type Permission } from "./permissions";

/** The permission table as text, independent of the code, so that a mistake in the code is not repeated in the test. */
const EXPECTED_TABLE = `
| organization.read, space.read | yes | yes | yes | brief | | |
| space.create, space.update | | yes | yes | | | |
| space.delete, organization.delete | | | yes | | | |
| organization.update | | yes | yes | | | |
| tokenPolicy.write | | | yes | | | |
| policy.read, querypack.read | yes | yes | yes | yes | | |
| policy.write, querypack.write | | yes | yes | | | |
| report.read, asset.read | yes | yes | yes | | | |
| report.delete, asset.delete | | yes | yes | | | |
| report.write | | | | yes | | |
| member.read | yes | yes | yes | | | |
| member.write | | yes | yes | | | |
| token.read, token.write | | yes | yes | | | issued |
| token.verify | | | | | yes | |
| api.read | yes | yes | yes | | | issued |
| api.write | | yes | yes | | | |
| issuer.write, verifier.write | | | yes | | | |
| audit.read | | yes | yes | | | |`;

const COLUMNS: readonly Permission[] = ["viewer", "editor", "owner", "agent", "verifier", "issuer"];
const WORDS: Record<string, string | undefined> = { yes: "full", brief: "brief", issued: "issued", "": undefined };

function designed() {
  const lines = EXPECTED_TABLE.trim()
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return lines.flatMap(([actions = "", ...cells]) =>
    actions
      .split(", ")
      .flatMap((action) =>
        COLUMNS.map((permission, column) => ({ action, permission, grant: WORDS[cells[column] ?? ""] })),
      ),
  );
}

describe("the table of permissions", () => {
  test("contains exactly these actions", () => {
    expect([...new Set(designed().map(({ action }) => action))].sort()).toEqual([...ACTIONS].sort());
  });

  test.each(designed())("$permission on $action: $grant", ({ action, permission, grant }) => {
    const known = ACTIONS.find((candidate) => candidate === action);
    expect(known && ruleOf(known).grants[permission]).toBe(grant);
  });

  test("only agents write reports", () => {
    expect(permissionsFor("report.write")).toEqual(["agent"]);
  });

  test("roles act as Owner, Editor and Viewer", () => {
    expect(ROLE_ACTS_AS).toEqual({ super_admin: "owner", admin: "editor", member: "viewer" });
  });

  test("Owners grant everything, Editors neither Owner, Verifier nor Issuer, others nothing", () => {
    expect(GRANTABLE.owner).toEqual(PERMISSIONS);
    expect(GRANTABLE.editor).toEqual(["viewer", "editor", "agent"]);
    expect([GRANTABLE.viewer, GRANTABLE.agent, GRANTABLE.verifier, GRANTABLE.issuer]).toEqual([[], [], [], []]);
  });
});
