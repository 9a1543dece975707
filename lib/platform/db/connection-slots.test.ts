import { expect, test } from "vitest";
import { ConnectionSlots, type ConnectionPurpose, type ConnectionSlot } from "./connection-slots";

function take(slots: ConnectionSlots, purpose: ConnectionPurpose, count: number) {
  const taken: ConnectionSlot[] = [];
  const leave = Array.from({ length: count }, () => slots.take(purpose, (slot) => taken.push(slot)));
  return { taken, leave };
}

test("work other than token checks never uses the reserved slots", () => {
  const slots = new ConnectionSlots({ total: 5, reserved: 2 });
  expect(take(slots, "other", 10).taken).toHaveLength(3);
  expect(take(slots, "check", 10).taken).toHaveLength(2);
  expect(slots.waiting).toBe(15);
});

test("checks may use every slot, and come first", () => {
  const slots = new ConnectionSlots({ total: 3, reserved: 1 });
  const checks = take(slots, "check", 4);
  const other = take(slots, "other", 1);
  expect(checks.taken).toHaveLength(3);
  checks.taken[0]?.free();
  expect(checks.taken).toHaveLength(4);
  expect(other.taken).toHaveLength(0);
  checks.taken[1]?.free();
  expect(other.taken).toHaveLength(1);
});

test("a slot that is freed twice is free once", () => {
  const slots = new ConnectionSlots({ total: 1, reserved: 0 });
  const { taken } = take(slots, "other", 3);
  taken[0]?.free();
  taken[0]?.free();
  expect(taken).toHaveLength(2);
});

test("a caller that leaves the queue gets no slot", () => {
  const slots = new ConnectionSlots({ total: 1, reserved: 0 });
  const { taken, leave } = take(slots, "other", 2);
  leave[1]?.();
  taken[0]?.free();
  expect(taken).toHaveLength(1);
  expect(slots.waiting).toBe(0);
});
