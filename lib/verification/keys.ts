import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { appendAudit, SYSTEM_CHAIN } from "../audit/append";
import { db, type Tx } from "../platform/db";
import { log } from "../platform/log";
import { processWide } from "../platform/process-wide";
import { seal, unseal } from "./vault";

export const ALGORITHM = "EdDSA";
/** How often the signing key is replaced, in days. */
const ROTATION_DAYS = 30;
/** How long a key is published before it signs, so that every verifier has fetched it by then, in minutes. */
const PUBLISHED_AHEAD_MINUTES = 60;
/** How long a key that no longer signs is still published, in minutes: longer than any JWT lives. */
const PUBLISHED_AFTER_MINUTES = 60;
/** How long this process caches the keys, in ms. */
const REMEMBERED_MS = 60_000;

interface StoredKey {
  readonly id: string;
  readonly publicJwk: JWK;
  readonly privateJwk: Uint8Array;
  /** Age in minutes, by the database's clock. */
  readonly age: number;
}

export interface Signer {
  readonly kid: string;
  readonly key: CryptoKey;
}

interface Keys {
  readonly signer: Signer;
  /** The published keys (RFC 7517 section 5), public halves only. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

const memory = () => processWide("signing-keys", () => ({ keys: undefined as Keys | undefined, until: 0 }));

/** The current keys. Creates the first key, and the next one when it is due. Throws if the database is unavailable. */
export async function signingKeys(): Promise<Keys> {
  const remembered = memory();
  if (remembered.keys && performance.now() < remembered.until) return remembered.keys;
  const keys = await load();
  Object.assign(remembered, { keys, until: performance.now() + REMEMBERED_MS });
  return keys;
}

/** Creates a new key now. It signs after it has been published for PUBLISHED_AHEAD_MINUTES. `npm run keys:rotate`. */
export async function rotateSigningKeys(): Promise<string> {
  const kid = await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey signing keys'))`;
    return insertKey(tx);
  });
  memory().keys = undefined;
  return kid;
}

async function load(): Promise<Keys> {
  let stored = await readable();
  const newest = stored[0];
  if (!newest || newest.age > ROTATION_DAYS * 1_440) stored = await addKey(newest?.id);
  const usable = stored.find((key) => key.age >= PUBLISHED_AHEAD_MINUTES) ?? stored.at(-1);
  if (!usable) throw new Error("there is no signing key");
  return {
    signer: await toSigner(usable),
    jwks: {
      keys: published(stored, usable).map((key) => ({ ...key.publicJwk, kid: key.id, use: "sig", alg: ALGORITHM })),
    },
  };
}

/** The signing key, newer ones, and the previous one as long as its JWTs may be valid. */
function published(stored: readonly StoredKey[], signing: StoredKey): StoredKey[] {
  return stored.filter((key, at) => {
    const successor = stored[at - 1];
    return (
      key.age <= signing.age ||
      (successor !== undefined && successor.age - PUBLISHED_AHEAD_MINUTES <= PUBLISHED_AFTER_MINUTES)
    );
  });
}

/** All keys of this AUTH_SECRET, newest first. Keys under another AUTH_SECRET cannot be decrypted and are ignored. */
async function readable(): Promise<StoredKey[]> {
  const rows = await db().$queryRaw<StoredKey[]>`
    SELECT "id", "publicJwk", "privateJwk", (extract(epoch FROM now() - "createdAt") / 60)::float8 AS "age"
    FROM "SigningKey" ORDER BY "createdAt" DESC, "id" LIMIT 20`;
  return rows.filter((row) => unseal(row.privateJwk) !== null);
}

/** One process creates the key, and the others read it. */
async function addKey(newestId: string | undefined): Promise<StoredKey[]> {
  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey signing keys'))`;
    const newest = await tx.signingKey.findFirst({
      orderBy: [{ createdAt: "desc" }, { id: "asc" }],
      select: { id: true, privateJwk: true },
    });
    const madeMeanwhile = newest && newest.id !== newestId && unseal(newest.privateJwk) !== null;
    if (!madeMeanwhile) await insertKey(tx);
  });
  return readable();
}

async function insertKey(tx: Tx): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { crv: "Ed25519", extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(publicJwk);
  const privateJwk = new Uint8Array(seal(JSON.stringify(await exportJWK(privateKey))));
  await tx.signingKey.create({ data: { id, publicJwk: { ...publicJwk }, privateJwk } });
  const actor = { kind: "system", name: "Latchkey", address: null } as const;
  await appendAudit(tx, {
    chain: SYSTEM_CHAIN,
    actor,
    action: "signing_key.created",
    resource: { kind: "signing_key", id },
    message: "Made a signing key",
  });
  log.info({ kid: id }, "created a signing key");
  return id;
}

async function toSigner({ id, privateJwk }: StoredKey): Promise<Signer> {
  const text = unseal(privateJwk);
  if (text === null) throw new Error("the signing key cannot be decrypted");
  const key = await importJWK(JSON.parse(text) as JWK, ALGORITHM);
  if (key instanceof Uint8Array) throw new Error("the signing key is not a key pair");
  return { kid: id, key };
}
