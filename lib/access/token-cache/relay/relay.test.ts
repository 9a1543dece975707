import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { z } from "../../../platform/validation/zod";
import { AcknowledgementTracker } from "../acknowledgements";
import { ChangeLogs } from "../change-logs";
import { Lease, LEASE_MS, readClocks, type ClockReading } from "../lease";
import { LocalSink } from "../local-sink";
import { RecordStore } from "../record-store";
import type { TokenRecord } from "../token-record";
import { changeIdOf, workerOf } from "./change-id";
import { type ToPrimary, toPrimary, type ToWorker, toWorker } from "./messages";
import { Relay } from "./relay";
import { RelayedFeed } from "./relayed-feed";

const LISTENER = crypto.randomUUID();
const ACME = { organizationId: "acme", tokenIds: ["1"] };
const record = {
  tokenId: "1",
  organizationId: "acme",
  grants: [] as TokenRecord["grants"],
  counted: [] as TokenRecord["counted"],
  issues: null,
  verifies: null,
  metadata: null,
} as TokenRecord;

afterEach(() => {
  vi.restoreAllMocks();
});

/** A message as it comes out at the other end of the channel. */
function transferred<T>(schema: z.ZodType<T>, message: T): T {
  return schema.parse(JSON.parse(JSON.stringify(message)));
}

/** A worker of a relay, over a channel that keeps the order and can be held up. Nothing is held at first. */
function join(relay: Relay, worker: number) {
  const [store, lease, acknowledgements] = [new RecordStore(), new Lease(), new AcknowledgementTracker()];
  const held: ToWorker[] = [];
  const said: string[] = [];
  let isHeld = false;
  const deliver = (message: ToWorker) => feed.receive(transferred(toWorker, message));
  const receive = (message: ToPrimary) => {
    said.push(message.kind);
    if (message.kind === "open-feed")
      relay.open(worker, LISTENER, (reply) => (isHeld ? held.push(reply) : deliver(reply)));
    if (message.kind === "ask-clock") relay.tellClock(message.asked, deliver);
    if (message.kind === "feed-applied") relay.applied(worker, message.number);
    if (message.kind === "close-feed") relay.close(worker);
  };
  const feed = new RelayedFeed(new LocalSink({ store, logs: new ChangeLogs(), lease, acknowledgements }), (message) =>
    receive(transferred(toPrimary, message)),
  );
  feed.start();
  return {
    feed,
    acknowledgements,
    said,
    held,
    holds: () => lease.holds(readClocks()),
    fill: () => store.fill("key", record, store.generation),
    remembers: () => store.find("key") !== undefined,
    hold: () => (isHeld = true),
    release: () => {
      isHeld = false;
      for (const message of held.splice(0)) deliver(message);
    },
  };
}

/** Until what was sent has been handled. */
const settle = () => sleep(5);

/**
 * A relay whose listener is registered, with workers that hold their lease until a minute after `sentAt`, and remember
 * a token.
 */
async function running(workers: number, sentAt: ClockReading = readClocks()) {
  const relay = new Relay();
  const all = Array.from({ length: workers }, (_, index) => join(relay, index + 1));
  relay.begin();
  relay.registered(performance.now() + 60_000, sentAt.monotonic - 1_000);
  relay.beatReturned(sentAt, Date.now());
  await settle();
  for (const each of all) each.fill();
  return { relay, all, first: at(all, 0), second: all[1] ?? at(all, 0) };
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error("too few");
  return item;
}

/** A beat whose lease lasts for an hour: what it guards ends by nothing but messages. */
const longBeat = (): ClockReading => ({ monotonic: performance.now() + 3_600_000, wall: Date.now() });

/** Whether a promise is settled after a while. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), sleep(50, false)]);
}

test("every worker holds a lease by the one listener's beat", async () => {
  const { all } = await running(3);
  expect(all.map((each) => [each.feed.instanceId, each.feed.connected])).toEqual(all.map(() => [LISTENER, true]));
  await vi.waitFor(async () => {
    const fresh = await running(3);
    expect(fresh.all.map((each) => each.holds())).toEqual([true, true, true]);
  });
});

test("a worker that joins later holds one too, by the next beat", async () => {
  const { relay } = await running(1);
  const late = join(relay, 2);
  await settle();
  expect(late.feed.connected).toBe(true);
  expect(late.holds()).toBe(false);
  await vi.waitFor(async () => {
    relay.beatReturned(readClocks(), Date.now());
    await settle();
    expect(late.holds()).toBe(true);
  });
});

test("a worker says every two seconds that tokens are checked, however many are", () => {
  const { feed, said } = join(new Relay(), 1);
  for (let ms = 0; ms < 6_000; ms += 1) feed.asked(ms);
  expect(said.filter((kind) => kind === "feed-asked")).toHaveLength(3);
});

test("a beat never overtakes a change, whether they come at once or apart", async () => {
  for (const together of [true, false]) {
    const { relay, first } = await running(1);
    first.hold();
    void relay.forget(ACME);
    if (!together) await settle();
    relay.beatReturned(readClocks(), Date.now());
    await settle();
    const events = first.held.flatMap((message) => (message.kind === "feed" ? message.events : []));
    expect(events.map(({ kind }) => kind)).toEqual(["forget", "beat"]);
    first.release();
    expect(first.remembers()).toBe(false);
  }
});

test("a lease counts from the sending of the beat, not from its arrival in the worker", async () => {
  const { relay, first } = await running(1);
  await sleep(LEASE_MS);
  first.hold();
  relay.beatReturned(readClocks(), Date.now());
  await sleep(LEASE_MS + 50);
  first.release();
  expect(first.holds()).toBe(false);
});

test("a change is acknowledged when the last worker has dropped it", async () => {
  const { relay, first, second } = await running(2, longBeat());
  second.hold();
  const heard = relay.forget(ACME);
  await settle();
  expect([first.remembers(), second.remembers()]).toEqual([false, true]);
  expect(await isSettled(heard)).toBe(false);
  second.release();
  await heard;
  expect(second.remembers()).toBe(false);
});

test("a change is acknowledged without a worker that has ended", async () => {
  const { relay, second } = await running(2, longBeat());
  second.hold();
  const heard = relay.forget(ACME);
  expect(await isSettled(heard)).toBe(false);
  relay.close(2);
  await heard;
});

test("a change is acknowledged without a worker that stopped answering from memory in order", async () => {
  const { relay, second } = await running(2, longBeat());
  second.hold();
  const heard = relay.forget(ACME);
  await second.feed.stop();
  await heard;
  second.release();
  expect([second.remembers(), second.feed.connected]).toEqual([false, false]);
});

test("a change is acknowledged without a stopped worker only when that one's lease is over", async () => {
  const { relay, first, second } = await running(2);
  second.hold();
  relay.beatReturned(readClocks(), Date.now()); // on its way, and not read before the worker goes on
  await relay.forget(ACME);
  second.release();
  expect(first.remembers()).toBe(false);
  expect(second.remembers()).toBe(false);

  const stopped = await running(1);
  await stopped.relay.forget({ organizationId: "another" });
  stopped.first.hold();
  const sentAt = readClocks();
  stopped.relay.beatReturned(sentAt, Date.now());
  await stopped.relay.forget(ACME);
  expect(performance.now()).toBeGreaterThanOrEqual(sentAt.monotonic + LEASE_MS);
  expect(stopped.first.holds()).toBe(false);
});

test("whether all before it has been heard is asked without a message to the workers", async () => {
  const { relay, first } = await running(1, longBeat());
  first.hold();
  const change = relay.forget(ACME);
  const question = relay.forget({ organizationId: "", tokenIds: [] });
  await settle();
  expect(first.held).toHaveLength(1);
  expect(await isSettled(question)).toBe(false);
  first.release();
  await Promise.all([change, question]);
  await relay.forget({ organizationId: "", tokenIds: [] });
});

test("an acknowledgement reaches the worker that waits for it, and no other", async () => {
  const { relay, first, second } = await running(2);
  const changeId = second.feed.newChangeId();
  expect(z.uuid().safeParse(changeId).success).toBe(true);
  for (const each of [first, second]) each.acknowledgements.open(changeId);
  const instance = crypto.randomUUID();
  relay.acknowledged(changeId, instance);
  expect(await second.acknowledgements.waitFor(changeId, [instance], 10_000)).toBe(true);
  expect(await first.acknowledgements.waitFor(changeId, [instance], 0)).toBe(false);
});

test("an invented change id from another instance is not forwarded", async () => {
  const { relay } = await running(1);
  relay.acknowledged("nonsense", LISTENER);
  relay.acknowledged(crypto.randomUUID(), LISTENER);
  expect(workerOf(changeIdOf(128))).toBe(128);
});

test("the end of the listener's connection ends every lease, and settles when they are over", async () => {
  const { relay, first, second } = await running(2, longBeat());
  second.hold();
  const over = relay.end();
  await settle();
  expect([first.holds(), first.remembers(), first.feed.connected]).toEqual([false, false, false]);
  expect(await isSettled(over)).toBe(false);
  second.release();
  await over;
  expect([second.holds(), second.remembers()]).toEqual([false, false]);
});

test("the end of the channel ends the lease for good", async () => {
  const { relay, first } = await running(1);
  first.feed.close();
  expect([first.holds(), first.remembers(), first.feed.connected]).toEqual([false, false, false]);
  relay.registered(performance.now() + 60_000, performance.now());
  relay.beatReturned(readClocks(), Date.now());
  await settle();
  expect(first.holds()).toBe(false);
});

test("a worker that misses a message answers nothing from memory any more", async () => {
  const { relay, first } = await running(1);
  first.hold();
  const change = relay.forget(ACME);
  await settle();
  first.held.pop();
  relay.beatReturned(readClocks(), Date.now());
  await settle();
  first.release();
  expect([first.holds(), first.remembers(), first.said.at(-1)]).toEqual([false, false, "close-feed"]);
  await change;
});

test("a worker that reads nothing for long is sent nothing more until it does, and then begins afresh", async () => {
  const { relay, first } = await running(1);
  first.hold();
  void relay.forget({ organizationId: "another" });
  await settle();
  const ahead = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 11_000);
  for (let i = 0; i < 100; i += 1) {
    void relay.forget(ACME);
    await settle();
  }
  ahead.mockRestore();
  expect(first.held.flatMap((message) => (message.kind === "feed" ? message.events : []))).toEqual([
    { kind: "forget", change: { organizationId: "another" } },
    { kind: "end" },
  ]);
  first.release();
  expect(first.remembers()).toBe(false);
  await settle();
  expect(first.feed.connected).toBe(true);
  await vi.waitFor(async () => {
    relay.beatReturned(readClocks(), Date.now());
    await settle();
    expect(first.holds()).toBe(true);
  });
});

test.each([-5_000, 5_000])(
  "a lease lasts a second from the sending of its beat if the primary's clock is %d ms ahead of the worker's",
  (ahead) => {
    const lease = new Lease();
    const [store, acknowledgements] = [new RecordStore(), new AcknowledgementTracker()];
    const now = performance.now();
    vi.spyOn(performance, "now").mockReturnValue(now);
    const feed = new RelayedFeed(
      new LocalSink({ store, logs: new ChangeLogs(), lease, acknowledgements }),
      (message) =>
        message.kind === "ask-clock" && feed.receive({ kind: "clock", asked: message.asked, read: now + ahead }),
    );
    feed.start();
    const sentAt = { monotonic: now + ahead, wall: Date.now() };
    const registered = { kind: "registered", until: now + ahead + 60_000, at: now + ahead - 1_000 } as const;
    const beat = { kind: "beat", sentAt, databaseClock: Date.now() } as const;
    feed.receive({ kind: "feed", number: 1, events: [{ kind: "begin" }, registered, beat] });
    const heldAfter = (ms: number) => lease.holds({ monotonic: now + ms, wall: sentAt.wall + ms });
    expect([heldAfter(0), heldAfter(LEASE_MS - 1), heldAfter(LEASE_MS)]).toEqual([true, true, false]);
  },
);
