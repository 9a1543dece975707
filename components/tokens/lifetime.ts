import type { SelectOption } from "@/components/ui/select";
import { DAY_MS, LIFETIME_CHOICES, PROPOSED_LIFETIME_DAYS } from "@/lib/tokens/limits";

/** What bounds a token's end. Milliseconds. */
export interface LifetimeBounds {
  readonly now: number;
  /** When the token came to be; now for a new one. The policy counts from there. */
  readonly createdAt: number;
  /** The organization's policy, in days. */
  readonly maxLifetimeDays: number | null;
  /** When the parent of a child token ends; null or absent if nothing more bounds the token. */
  readonly parentEnd?: number | null;
}

/** As the action takes it. */
export type ChosenExpiration = { kind: "days"; days: number } | { kind: "at"; at: string } | { kind: "never" };

/** The latest end that the policy and the parent allow, or null. */
export function latestEnd({ createdAt, maxLifetimeDays, parentEnd = null }: LifetimeBounds): number | null {
  const byPolicy = maxLifetimeDays === null ? null : createdAt + maxLifetimeDays * DAY_MS;
  const ends = [byPolicy, parentEnd].filter((end) => end !== null);
  return ends.length === 0 ? null : Math.min(...ends);
}

/** Whole days that a token may live from now on. */
function daysLeft(bounds: LifetimeBounds): number {
  const latest = latestEnd(bounds);
  return latest === null ? Infinity : Math.floor((latest - bounds.now) / DAY_MS);
}

/** What the select offers: only what will be accepted. */
export function lifetimeChoices(bounds: LifetimeBounds): SelectOption[] {
  const most = daysLeft(bounds);
  const days = LIFETIME_CHOICES.filter((choice) => choice <= most).map((choice) => dayOption(choice));
  const shorter = most < LIFETIME_CHOICES[0] && most >= 1 ? [dayOption(most)] : [];
  const never = most === Infinity ? [{ value: "never", label: "No expiration" }] : [];
  return [...days, ...shorter, { value: "date", label: "On a date…" }, ...never];
}

function dayOption(days: number): SelectOption {
  return { value: String(days), label: days === 1 ? "1 day" : `${days} days` };
}

/** The proposal, cut to what the policy allows. */
export function proposedChoice(bounds: LifetimeBounds): string {
  const offered = lifetimeChoices(bounds).filter(({ value }) => /^\d+$/.test(value));
  const within = offered.filter(({ value }) => Number(value) <= PROPOSED_LIFETIME_DAYS);
  return within.at(-1)?.value ?? "date";
}

/** When a token would end by this choice: milliseconds, null for never, undefined while no date is chosen. */
export function endOf(choice: string, date: string, bounds: LifetimeBounds): number | null | undefined {
  if (choice === "never") return null;
  if (choice === "date") return endOfDay(date, latestEnd(bounds));
  return bounds.now + Number(choice) * DAY_MS;
}

/** The choice as the action takes it; undefined while no date is chosen. */
export function chosenExpiration(choice: string, date: string, bounds: LifetimeBounds): ChosenExpiration | undefined {
  if (choice === "never") return { kind: "never" };
  if (choice !== "date") return { kind: "days", days: Number(choice) };
  const end = endOfDay(date, latestEnd(bounds));
  return end === undefined ? undefined : { kind: "at", at: new Date(end).toISOString() };
}

/** The last moment of a day in the reader's zone, or the latest end on that day where the policy ends within it. */
function endOfDay(date: string, latest: number | null): number | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const start = new Date(year, month - 1, day).getTime();
  const end = new Date(year, month - 1, day, 23, 59, 59).getTime();
  return latest !== null && latest >= start && latest < end ? latest : end;
}

/** A day as a date input takes it, in the reader's zone. */
export function dayValue(at: number): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What is wrong with the choice, in a sentence. */
export function lifetimeProblem(choice: string, date: string, bounds: LifetimeBounds): string | undefined {
  if (choice !== "date") return undefined;
  const end = endOf(choice, date, bounds);
  if (end === undefined || end === null) return "Choose a date.";
  if (end <= bounds.now) return "Choose a date in the future.";
  const latest = latestEnd(bounds);
  if (latest === null || end <= latest) return undefined;
  return latest === bounds.parentEnd
    ? "Choose an earlier date. A child token cannot outlive its parent."
    : "Choose an earlier date. Your organization limits the lifetime of tokens.";
}
