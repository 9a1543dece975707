import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { ALGORITHMS, type Algorithm } from "../apis/limits";
import { appendAudit, SYSTEM_CHAIN } from "../audit/append";
import { db, type Tx } from "../platform/db";
import { log } from "../platform/log";
import { processWide } from "../platform/process-wide";
import { seal, unseal } from "./key-encryption";

/** The algorithm that signs JWTs for Latchkey's own API. */
export const DEFAULT_ALGORITHM = "EdDSA" satisfies Algorithm;
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
  readonly algorithm: Algorithm;
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
  readonly signers: Readonly<Record<Algorithm, Signer>>;
  /** The published keys (RFC 7517 section 5), public halves only. */
  readonly jwks: { readonly keys: readonly JWK[] };
}

const memory = () => processWide("signing-keys", () => ({ keys: undefined as Keys | undefined, until: 0 }));

/**
 * The current keys of all algorithms. Creates the first key of each, and the next one when it is due. Throws if the
 * database is unavailable.
 */
export async function signingKeys(): Promise<Keys> {
  const remembered = memory();
  if (remembered.keys && performance.now() < remembered.until) return remembered.keys;
  const keys = await load();
  Object.assign(remembered, { keys, until: performance.now() + REMEMBERED_MS });
  return keys;
}

/**
 * Creates the keys that do not exist yet, so that a new algorithm's key is published before the first JWT needs it.
 * Logs a failure: the keys are then created when they are first needed.
 */
export async function prepareSigningKeys(): Promise<void> {
  try {
    await signingKeys();
  } catch (error) {
    log.warn({ err: error }, "could not prepare the signing keys; they are made when they are first needed");
  }
}

/**
 * Creates a new key of each algorithm now. They sign after they have been published for PUBLISHED_AHEAD_MINUTES.
 * `npm run keys:rotate`.
 */
export async function rotateSigningKeys(algorithms: readonly Algorithm[] = ALGORITHMS): Promise<string[]> {
  const kids = await db().$transaction(async (tx) => {
    await lockKeys(tx);
    const created: string[] = [];
    for (const algorithm of algorithms) created.push(await insertKey(tx, algorithm));
    return created;
  });
  memory().keys = undefined;
  return kids;
}

async function load(): Promise<Keys> {
  const stored = await readable();
  const current: (readonly [Algorithm, StoredKey[]])[] = [];
  for (const algorithm of ALGORITHMS) current.push([algorithm, await upToDate(algorithm, stored)]);
  const inUse = current.map(([algorithm, keys]) => ({ algorithm, keys, signing: signingKeyOf(keys) }));
  const signers = await Promise.all(inUse.map(async ({ algorithm, signing }) => [algorithm, await toSigner(signing)]));
  return {
    signers: Object.fromEntries(signers) as Record<Algorithm, Signer>,
    jwks: { keys: inUse.flatMap(({ keys, signing }) => published(keys, signing).map(toPublicJwk)) },
  };
}

/** The keys of one algorithm, newest first, with a new one if the newest is due for replacement. */
async function upToDate(algorithm: Algorithm, stored: readonly StoredKey[]): Promise<StoredKey[]> {
  const keys = stored.filter((key) => key.algorithm === algorithm);
  const newest = keys[0];
  if (newest && newest.age <= ROTATION_DAYS * 1_440) return keys;
  return (await addKey(algorithm, newest?.id)).filter((key) => key.algorithm === algorithm);
}

/** The newest key that has been published long enough; the oldest if none has. */
function signingKeyOf(keys: readonly StoredKey[]): StoredKey {
  const usable = keys.find((key) => key.age >= PUBLISHED_AHEAD_MINUTES) ?? keys.at(-1);
  if (!usable) throw new Error("there is no signing key");
  return usable;
}

const toPublicJwk = ({ id, algorithm, publicJwk }: StoredKey): JWK => ({
  ...publicJwk,
  kid: id,
  use: "sig",
  alg: algorithm,
});

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
    SELECT "id", "algorithm", "publicJwk", "privateJwk", (extract(epoch FROM now() - "createdAt") / 60)::float8 AS "age"
    FROM (
      SELECT *, row_number() OVER (PARTITION BY "algorithm" ORDER BY "createdAt" DESC, "id") AS "place"
      FROM (
        SELECT "id", 'EdDSA' AS "algorithm", "publicJwk", "privateJwk", "createdAt" FROM "SigningKey"
        UNION ALL
        SELECT "id", "algorithm", "publicJwk", "privateJwk", "createdAt" FROM "ApiSigningKey"
      ) AS "keys"
    ) AS "ranked"
    WHERE "place" <= 20 ORDER BY "createdAt" DESC, "id"`;
  return rows.filter((row) => unseal(row.privateJwk) !== null);
}

/** One process creates the key, and the others read it. */
async function addKey(algorithm: Algorithm, newestId: string | undefined): Promise<StoredKey[]> {
  await db().$transaction(async (tx) => {
    await lockKeys(tx);
    const newest = await newestOf(tx, algorithm);
    const createdByAnother = newest && newest.id !== newestId && unseal(newest.privateJwk) !== null;
    if (!createdByAnother) await insertKey(tx, algorithm);
  });
  return readable();
}

const lockKeys = (tx: Tx) => tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey signing keys'))`;

function newestOf(tx: Tx, algorithm: Algorithm): Promise<{ id: string; privateJwk: Uint8Array } | null> {
  const newest = {
    orderBy: [{ createdAt: "desc" as const }, { id: "asc" as const }],
    select: { id: true, privateJwk: true },
  };
  return algorithm === "EdDSA"
    ? tx.signingKey.findFirst(newest)
    : tx.apiSigningKey.findFirst({ ...newest, where: { algorithm } });
}

async function insertKey(tx: Tx, algorithm: Algorithm): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(publicJwk);
  const privateJwk = new Uint8Array(seal(JSON.stringify(await exportJWK(privateKey))));
  const data = { id, publicJwk: { ...publicJwk }, privateJwk };
  if (algorithm === "EdDSA") await tx.signingKey.create({ data });
  else await tx.apiSigningKey.create({ data: { ...data, algorithm } });
  const actor = { kind: "system", name: "Latchkey", address: null } as const;
  await appendAudit(tx, {
    chain: SYSTEM_CHAIN,
    actor,
    action: "signing_key.created",
    resource: { kind: "signing_key", id },
    message: `Made a signing key for ${algorithm}`,
  });
  log.info({ kid: id, algorithm }, "created a signing key");
  return id;
}

async function toSigner({ id, algorithm, privateJwk }: StoredKey): Promise<Signer> {
  const text = unseal(privateJwk);
  if (text === null) throw new Error("the signing key cannot be decrypted");
  const key = await importJWK(JSON.parse(text) as JWK, algorithm);
  if (key instanceof Uint8Array) throw new Error("the signing key is not a key pair");
  return { kid: id, key };
}
