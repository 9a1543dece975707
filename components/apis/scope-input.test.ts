import { expect, test } from "vitest";
import { scopeErrors, scopeLines, scopesOf } from "./scope-input";

function form(entries: Readonly<Record<string, string>>): FormData {
  const values = new FormData();
  for (const [name, value] of Object.entries(entries)) values.set(name, value);
  return values;
}

const TYPED = {
  "scopes.0.name": " invoices:read ",
  "scopes.0.description": "Read invoices",
  "scopes.3.name": "",
  "scopes.3.description": "",
  scopeLines: "invoices:write   Change invoices \r\n\r\n  refunds\n",
};

test("the scopes are those of the rows, then those of the lines, without the empty ones", () => {
  expect(scopesOf(form(TYPED))).toEqual([
    { name: "invoices:read", description: "Read invoices" },
    { name: "invoices:write", description: "Change invoices" },
    { name: "refunds", description: "" },
  ]);
});

test("all scopes become lines that give the same scopes", () => {
  const lines = scopeLines(form(TYPED));
  expect(lines).toBe("invoices:read Read invoices\ninvoices:write Change invoices\nrefunds");
  expect(scopesOf(form({ scopeLines: lines }))).toEqual(scopesOf(form(TYPED)));
});

test("each error is at its row, and an error of a line names the line's scope", () => {
  const errors = scopeErrors(
    form({
      "scopes.0.name": "a b",
      "scopes.1.name": "",
      "scopes.1.description": "Without a name",
      "scopes.2.name": "c",
      scopeLines: "d\nc\nd",
    }),
  );
  expect(errors).toEqual({
    "scopes.0.name": expect.stringContaining("without spaces"),
    "scopes.1.name": "Enter a scope.",
    scopeLines: "c: Name each scope once.",
  });
});

test("a scope that the API has already is an error, and so are more than 500", () => {
  const taken = Array.from({ length: 500 }, (_, i) => ({ name: `s${i}`, description: "" }));
  expect(scopeErrors(form({ scopeLines: "s7" }), taken)).toEqual({ scopeLines: "s7: Name each scope once." });
  expect(scopeErrors(form({ scopeLines: "new" }), taken)).toEqual({ scopes: "Use at most 500 scopes." });
  expect(scopeErrors(form(TYPED))).toEqual({});
});
