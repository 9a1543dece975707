import { expect, test } from "vitest";
import { parseHosts } from "./hosts";

test("a URL with one host is taken as it is", () => {
  const url = "postgresql://u:p%40@db.example:5432/latchkey?sslmode=require";
  expect(parseHosts(url)).toEqual({ urls: [url], needsWrites: false });
});

test("several hosts become one URL each, in their order", () => {
  expect(parseHosts("postgresql://u:p@a:5432,b:5433/db?target_session_attrs=read-write&sslmode=require")).toEqual({
    urls: ["postgresql://u:p@a:5432/db?sslmode=require", "postgresql://u:p@b:5433/db?sslmode=require"],
    needsWrites: true,
  });
  expect(parseHosts("postgres://u@[::1]:5432,b/db")?.urls).toEqual(["postgres://u@[::1]:5432/db", "postgres://u@b/db"]);
});

test("hosts and ports may be in the query, as for unix sockets", () => {
  expect(parseHosts("postgresql://u@x/db?host=/run/a,/run/b&port=1,2")?.urls).toEqual([
    "postgresql://u@x/db?host=%2Frun%2Fa&port=1",
    "postgresql://u@x/db?host=%2Frun%2Fb&port=2",
  ]);
});

test("several hosts always require one that accepts writes", () => {
  expect(parseHosts("postgresql://a,b/db")?.needsWrites).toBe(true);
  expect(parseHosts("postgresql://a/db?target_session_attrs=primary")?.needsWrites).toBe(true);
});

test.each([
  "mysql://a/db",
  "postgresql://a:x/db",
  "postgresql://a,b:99999/db",
  "postgresql://a,b/db?target_session_attrs=standby",
  "postgresql://u@x/db?host=a,b,c&port=1,2",
  "",
])("%s is refused", (url) => {
  expect(parseHosts(url)).toBeNull();
});
