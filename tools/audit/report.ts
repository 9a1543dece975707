import type { FaultReason, Verification } from "../../lib/audit/verify";

const FAULTS: Record<FaultReason, (sequence: number) => string> = {
  missing: (sequence) => `events are missing before event ${sequence}`,
  altered: (sequence) => `event ${sequence} was altered, moved, or written under another key`,
  columns: (sequence) => `event ${sequence} says something else in its columns than in the bytes that were signed`,
  truncated: (sequence) => `the end is missing, from event ${sequence} on`,
  unsealed: (sequence) => `events before event ${sequence} changed after the keys were reset there`,
  replaced: (sequence) => `event ${sequence} is not the one that the chain's head, or the head given, names`,
};

/** A line about a chain: its name, the number of intact events, the head to store elsewhere, and the fault, if any. */
export function describe({ chain, verified, sealed, head, fault }: Verification): string {
  const under = sealed === 0 ? "" : ` (${sealed} sealed under a former key)`;
  const facts = `${chain}  ${verified} events${under}  head ${head ? `${head.sequence}:${head.mac}` : "none"}`;
  return fault ? `${facts}  FAULT: ${FAULTS[fault.reason](fault.sequence)}` : `${facts}  ok`;
}

/** A hint for the case that a chain fails at its first event. */
export function hint(verifications: readonly Verification[]): string | null {
  const fromTheStart = verifications.some(({ verified, fault }) => verified === 0 && fault?.reason === "altered");
  return fromTheStart
    ? "A chain that does not verify from its first event on was probably written under another key: " +
        "check AUDIT_KEY, or AUTH_SECRET where there is none."
    : null;
}
