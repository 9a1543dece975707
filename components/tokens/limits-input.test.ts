import { expect, test } from "vitest";
import { atLimitFields, limitErrors, limitsOf, localMinutes } from "./limits-input";
import { limitsInWords } from "./limits-words";

function form(entries: Readonly<Record<string, string>>): FormData {
  const values = new FormData();
  for (const [name, value] of Object.entries(entries)) values.set(name, value);
  return values;
}

test("networks are typed on lines or with commas, and empty fields limit nothing", () => {
  expect(limitsOf(form({ networks: " 192.0.2.0/24,\n2001:db8::/32\n\n", notBefore: "" }))).toEqual({
    networks: ["192.0.2.0/24", "2001:db8::/32"],
  });
  expect(limitsOf(form({}))).toEqual({});
});

test("an instant is shown in the reader's zone, and read back as the same", () => {
  for (const instant of ["2026-11-30T12:34:00.000Z", "0999-02-01T00:00:00.000Z"])
    expect(limitsOf(form({ notBefore: localMinutes(instant) }))).toEqual({ notBefore: instant });
  expect(localMinutes(undefined)).toBe("");
  const before = { notBefore: "2026-11-30T12:34:56.789Z" };
  const shown = localMinutes(before.notBefore);
  expect(limitsOf(form({ notBefore: shown }), before)).toEqual(before);
  expect(limitsOf(form({ notBefore: "" }), before)).toEqual({});
});

test("what is no network is named before it is sent", () => {
  expect(limitErrors(form({ networks: "192.0.2.0/24, ::1, ::ffff:10.0.0.0/104" }))).toEqual({});
  for (const wrong of ["home", "10", "192.0.2.0/24/8", "fe80::1%eth0", "192.0.2.0/abc"])
    expect(limitErrors(form({ networks: `192.0.2.0/24\n${wrong}` }))).toEqual({
      networks: expect.stringContaining(`“${wrong}” is no network`),
    });
  const many = Array.from({ length: 51 }, (_, at) => `10.0.0.${at}`).join(" ");
  expect(limitErrors(form({ networks: many }))).toEqual({ networks: "Name at most 50 networks." });
  expect(limitErrors(form({ notBefore: "soon" }))).toEqual({ notBefore: "Enter a date and time." });
});

test("an error of the server about a limit is shown at its field", () => {
  const refusal = { ok: false, fields: { limits: "a", "limits.networks.3": "b", "limits.notBefore": "c", name: "d" } };
  expect(atLimitFields(refusal).fields).toEqual({ networks: "b", notBefore: "c", name: "d" });
  expect(atLimitFields({ ok: false, fields: { limits: "a" } }).fields).toEqual({ limits: "a" });
  expect(atLimitFields({ ok: true })).toEqual({ ok: true });
});

test("a conflict says what the limits are now", () => {
  expect(limitsInWords({})).toBe("from everywhere");
  expect(limitsInWords({ networks: ["::1/128"], notBefore: "2026-11-30T12:34:00.000Z" })).toContain(
    "from ::1/128; not before ",
  );
});
