import { expect, test } from "vitest";
import { Lease, LEASE_MS, type ClockReading } from "./lease";

const at = (monotonic: number, wall = 1_000_000 + monotonic): ClockReading => ({ monotonic, wall });

function held(): Lease {
  const lease = new Lease();
  lease.registered(60_000, 4_000);
  lease.beatReturned(at(5_000), 1_700_000_000_000);
  return lease;
}

test("a lease holds for a second after the last returned beat was sent, however late it returned", () => {
  const lease = held();
  expect(lease.holds(at(5_000 + LEASE_MS - 1))).toBe(true);
  expect(lease.holds(at(5_000 + LEASE_MS))).toBe(false);
});

test("a beat that returns after a later one does not shorten the lease", () => {
  const lease = held();
  lease.beatReturned(at(4_900), 1_700_000_000_000);
  expect(lease.holds(at(5_900))).toBe(true);
});

test("an instance that is not registered holds no lease", () => {
  const lease = held();
  lease.registered(5_200, 5_100);
  expect(lease.holds(at(5_199))).toBe(true);
  expect(lease.holds(at(5_200))).toBe(false);
});

test("after a gap in the registration, a beat that was sent before its end does not renew the lease", () => {
  const lease = held();
  lease.registered(5_200, 5_100);
  lease.registered(25_300, 5_300); // in the gap of 100 ms, revocations did not wait for this instance
  expect(lease.holds(at(5_301))).toBe(false);
  lease.beatReturned(at(5_299), 1_700_000_000_000);
  expect(lease.holds(at(5_302))).toBe(false);
  lease.beatReturned(at(5_310), 1_700_000_000_000);
  expect(lease.holds(at(5_320))).toBe(true);
});

test("a machine that slept holds no lease, because its wall clock advanced while the monotonic clock did not", () => {
  expect(held().holds(at(5_100, 1_005_000 + 3_600_000))).toBe(false);
});

test("a wall clock that was set back ends the lease until the next beat", () => {
  const lease = held();
  expect(lease.holds(at(5_100, 900_000))).toBe(false);
  lease.beatReturned(at(5_200, 900_100), 1_700_000_000_200);
  expect(lease.holds(at(5_300, 900_200))).toBe(true);
});

test("the end of the connection ends the lease at once", () => {
  const lease = held();
  lease.end();
  expect(lease.holds(at(5_001))).toBe(false);
});

test("the database's clock follows the last beat and is never behind", () => {
  const lease = held();
  expect(lease.databaseClock(at(5_400))).toBe(1_700_000_000_400);
  lease.beatReturned(at(5_500), 1_600_000_000_000);
  expect(lease.databaseClock(at(5_500))).toBe(1_600_000_000_000);
});
