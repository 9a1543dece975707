import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import argon2 from "@node-rs/argon2";
import { log } from "../platform/log";
import { processWide } from "../platform/process-wide";
import type { Secret } from "../platform/secret";
import { createQueue, type WorkShare } from "../platform/bounded-queue";
import { normalizeText } from "../platform/validation/normalize";

/** argon2id with OWASP's parameters (Password Storage Cheat Sheet; ASVS 5.0 11.4.2): memory in KiB, passes, lanes. */
const PARAMETERS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
const SALT_BYTES = 16;

/** How many may wait. At about 20 ms each, the last one waits a second or two. */
const MAX_WAITING = 100;

/**
 * At most three at a time, and each key in turn, so that one address cannot keep everyone else from signing in. Hashing
 * runs in libuv's pool of four threads, which files and DNS need as well.
 */
function queue() {
  return processWide("passwords", () =>
    createQueue({ concurrency: Math.min(3, availableParallelism()), waiting: MAX_WAITING }),
  );
}

/** The text to hash: always NFKC, so that setting and checking a password cannot differ. */
function textOf(password: Secret): string {
  return normalizeText(password.reveal(), "NFKC");
}

/**
 * The PHC string to store for a password. `share` says whose turn in the queue it takes (see shareOf). Throws QueueFull
 * when too many are being hashed.
 */
export function hashPassword(password: Secret, share: WorkShare): Promise<string> {
  return queue().run(() => argon2.hash(textOf(password), PARAMETERS), share);
}

/**
 * Whether `password` is the one behind `hash`. A corrupt hash matches nothing. `share` and QueueFull as for
 * hashPassword.
 */
export function verifyPassword(hash: string, password: Secret, share: WorkShare): Promise<boolean> {
  return queue().run(async () => {
    try {
      return await argon2.verify(hash, textOf(password));
    } catch (error) {
      log.error({ reason: (error as Error).message }, "a stored password hash cannot be read");
      return false;
    }
  }, share);
}

/** A hash in stored form that no known password matches: random salt and digest. */
const DUMMY_HASH = phc(randomBytes(SALT_BYTES), randomBytes(PARAMETERS.outputLen));

function phc(salt: Buffer, digest: Buffer): string {
  const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");
  const { memoryCost, timeCost, parallelism } = PARAMETERS;
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${base64(salt)}$${base64(digest)}`;
}

/** Takes as long as `verifyPassword` and never matches. For unknown accounts, so that the time reveals nothing. */
export function verifyDummyHash(password: Secret, share: WorkShare): Promise<boolean> {
  return verifyPassword(DUMMY_HASH, password, share);
}

/** Whether a hash has outdated parameters. For a hash that was just verified; throws on a corrupt one. */
export function needsRehash(hash: string): boolean {
  const used = argon2.parseOptions(hash);
  const current = argon2.parseOptions(DUMMY_HASH);
  return Object.entries(current).some(([name, value]) => used[name as keyof typeof used] !== value);
}
