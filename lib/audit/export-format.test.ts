import { expect, test } from "vitest";
import type { AuditEventDto } from "./dto";
import { exportHead, exportLine } from "./export-format";

const event: AuditEventDto = {
  sequence: 7,
  at: "2026-11-22T12:00:00.000Z",
  actor: { kind: "user", id: "u1", name: '=HYPERLINK("x")' },
  action: "token.created",
  resource: { kind: "token", id: "t1" },
  spaceId: null,
  message: "Created “CI”,\nfor Mars",
  change: { name: { from: null, to: "CI" } },
  address: null,
};

test("JSON Lines has one complete event per line", () => {
  const line = exportLine("jsonl", event);
  expect(line.split("\n")).toHaveLength(2);
  expect(JSON.parse(line)).toEqual(event);
});

test("CSV has one cell per column, and quotes where needed", () => {
  expect(Buffer.from(exportHead("csv")).subarray(0, 3)).toEqual(Buffer.of(0xef, 0xbb, 0xbf)); // Excel asks for it
  expect(exportHead("csv").trim().split(",")).toHaveLength(12);
  expect(exportLine("csv", { ...event, actor: { ...event.actor, name: "Ada" }, message: "Created", change: {} })).toBe(
    "7,2026-11-22T12:00:00.000Z,user,u1,Ada,token.created,token,t1,,Created,{},\r\n",
  );
  expect(exportLine("csv", event)).toContain('"Created “CI”,\nfor Mars","{""name"":');
});

test("a name that a spreadsheet would run as a formula is exported as text", () => {
  expect(exportLine("csv", event)).toContain(`,"'=HYPERLINK(""x"")",`);
});
