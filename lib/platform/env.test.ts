import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { auditKey, EnvError, limitsKey, parseEnv, VARIABLE_NAMES } from "./env";

const needed = { DATABASE_URL: "postgresql://u:p@localhost/db", AUTH_SECRET: "0123456789abcdef0123456789abcdef" };

test("the required variables are enough, and the others have defaults", () => {
  expect(parseEnv(needed)).toMatchObject({
    TOKEN_PREFIX: "latch",
    PORT: 3000,
    TRUSTED_PROXIES: [],
    NODE_ENV: "production",
    TOKEN_CACHE: true,
  });
});

test.each(["DATABASE_URL", "MIGRATION_DATABASE_URL", "LISTEN_DATABASE_URL"])("%s may name several hosts", (name) => {
  const url = "postgresql://u:p@a:5432,b:5432/db?target_session_attrs=read-write";
  expect(parseEnv({ ...needed, [name]: url })).toMatchObject({ [name]: url });
});

test("an empty variable counts as unset", () => {
  expect(parseEnv({ ...needed, APP_URL: "", PORT: "" })).toMatchObject({ PORT: 3000 });
});

test.each([
  ["DATABASE_URL", "mysql://x"],
  ["DATABASE_URL", ""],
  ["AUTH_SECRET", "short"],
  ["TOKEN_PREFIX", "has_underscore"],
  ["APP_URL", "x"],
  ["APP_URL", "javascript:alert(1)"],
  ["APP_URL", "https://example.com/path"],
  ["PORT", "99999"],
  ["PORT", "abc"],
  ["PORT", "30 00"],
  ["PORT", "0x50"],
  ["WORKERS", "many"],
  ["DATABASE_POOL_SIZE", "1"],
  ["TOKEN_CACHE", "perhaps"],
  ["TRUSTED_PROXIES", "10.0.0.0/8, nonsense"],
  ["METRICS_TOKEN", "short"],
  ["CRON_SECRET", "short"],
  ["TOKEN_USAGE_DAYS", "0"],
  ["LOG_LEVEL", "loud"],
])("a bad %s (%s) is refused by name, and its value is not repeated", (name, value) => {
  const parse = () => parseEnv({ ...needed, [name]: value });
  expect(parse).toThrow(EnvError);
  expect(parse).toThrow(new RegExp(`^${name} `));
  if (value.length > 3) expect(parse).not.toThrow(value);
});

test("an error says what values are allowed, and calls it required only if the variable is missing", () => {
  const problems = (more: Record<string, string>) => () => parseEnv({ ...needed, ...more });
  expect(problems({ PORT: "abc" })).toThrow("PORT must be a whole number from 0 to 65535.");
  expect(problems({ LOG_LEVEL: "loud" })).toThrow("LOG_LEVEL must be one of trace, debug, info, ");
  expect(problems({ DATABASE_URL: "" })).toThrow("DATABASE_URL is required.");
});

describe("on Vercel", () => {
  test("a set-up code is required", () => {
    expect(() => parseEnv({ ...needed, VERCEL: "1" })).toThrow(/SETUP_CODE/);
  });
});

test("keys for different purposes differ, and an audit key of its own survives a new secret", () => {
  const one = parseEnv(needed);
  const other = parseEnv({ ...needed, AUTH_SECRET: "another-secret-another-secret-another" });
  expect(auditKey(one)).not.toEqual(limitsKey(one));
  expect(auditKey(one)).not.toEqual(auditKey(other));
  const AUDIT_KEY = "an-audit-key-of-its-own-an-audit-key-of-its-own";
  expect(auditKey({ ...one, AUDIT_KEY })).toEqual(auditKey({ ...other, AUDIT_KEY }));
});

test(".env.example names every variable that an operator can set", () => {
  const example = readFileSync(path.join(import.meta.dirname, "../../.env.example"), "utf8");
  const setByThePlatform = /^(NODE_ENV$|VERCEL)/;
  const missing = VARIABLE_NAMES.filter((name) => !setByThePlatform.test(name) && !example.includes(`\n#${name}=`));
  expect(missing).toEqual([]);
});
