import { expect, test } from "vitest";
import { MAX_REPORT_BYTES } from ".";
import { HOSTILE_REPORTS, parse } from "./testing";

test.each(HOSTILE_REPORTS)("of the largest size, a report of %s is accepted", async (_name, reportOf) => {
  expect(await parse(reportOf(MAX_REPORT_BYTES))).toMatchObject({ ok: true });
});
