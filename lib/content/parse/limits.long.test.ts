import { expect, test } from "vitest";
import { MAX_BUNDLE_BYTES, parseBundle } from ".";
import { HOSTILE_TEXTS } from "./testing";

test.each(HOSTILE_TEXTS)("of the largest size, %s is refused", (_name, textOf) => {
  const text = textOf(MAX_BUNDLE_BYTES).slice(0, MAX_BUNDLE_BYTES);
  expect(parseBundle(Buffer.from(text))).toMatchObject({ ok: false });
});
