import type { Reason } from "../denials/reasons";

/** Intervals of a series, all in UTC. */
export const GRANULARITIES = ["hour", "day", "month"] as const;
export type Granularity = (typeof GRANULARITIES)[number];

/** Whose use is listed. */
export const USAGE_KINDS = ["token", "api", "subject"] as const;
export type UsageKind = (typeof USAGE_KINDS)[number];

/** The requests of one interval. */
export interface UsagePoint {
  /** When the interval begins: ISO 8601, UTC. */
  readonly start: string;
  readonly allowed: number;
  /** Denied requests by reason; none that are 0. */
  readonly denied: Readonly<Partial<Record<Reason, number>>>;
}

/** The requests of a token, an API, a subject or the organization, oldest first, without gaps. */
export interface UsageSeries {
  readonly granularity: Granularity;
  readonly points: readonly UsagePoint[];
}

/** One of the addresses, agents or secrets that a token was used from or with. */
export interface UsageOrigin {
  readonly value: string;
  /** ISO 8601, UTC. */
  readonly firstAt: string;
  /** ISO 8601, UTC, to the minute. */
  readonly lastAt: string;
}

/** Where a token was used from, and with which of its secrets, newest first: the last 50 of each. */
export interface UsageOrigins {
  readonly addresses: readonly UsageOrigin[];
  readonly agents: readonly UsageOrigin[];
  /** By their hints. */
  readonly secrets: readonly UsageOrigin[];
}

/** The requests of one token, API or subject. */
export interface UsageOf {
  /** The token's or the API's id, or the subject. */
  readonly key: string;
  /** The token's or the API's name; the subject. */
  readonly name: string;
  readonly allowed: number;
  readonly denied: number;
  /** Oldest first, without the intervals that have no requests. */
  readonly points: readonly UsagePoint[];
}

/** A token with its allowed requests. */
export interface BusyToken {
  readonly id: string;
  readonly name: string;
  readonly requests: number;
}
