import { expect, test } from "vitest";
import { auditInput, readAuditList } from "./filter";

test("days of the URL are whole days, both ends included", () => {
  const { filter } = auditInput(readAuditList({ from: "2026-11-01", to: "2026-11-02" }));
  expect(filter.after?.toISOString()).toBe("2026-10-31T23:59:59.999Z");
  expect(filter.before?.toISOString()).toBe("2026-11-03T00:00:00.000Z");
});

test("days are those of the reader's time zone: today's last event is found in the evening of Los Angeles", () => {
  const { filter } = auditInput(readAuditList({ from: "2026-11-29", to: "2026-11-29", zone: "America/Los_Angeles" }));
  const evening = new Date("2026-11-29T21:00:00-08:00");
  expect(filter.after?.toISOString()).toBe("2026-11-29T07:59:59.999Z");
  expect(filter.before?.toISOString()).toBe("2026-11-30T08:00:00.000Z");
  expect(filter.after && filter.before && filter.after < evening && evening < filter.before).toBe(true);
});

test("invalid values in a URL are ignored", () => {
  expect(
    auditInput(readAuditList({ actor: "nobody", action: "DROP TABLE", from: "yesterday", to: "2026-99-99" })).filter,
  ).toEqual({ search: "" });
});

test("cursors belong to the page, not to the filter", () => {
  expect(auditInput(readAuditList({ after: "abc", q: "ada" }))).toMatchObject({
    after: "abc",
    filter: { search: "ada" },
  });
});
