import { textOf } from "@/components/forms/form-state";
import type { FieldErrors } from "@/components/ui/form-errors";
import { MAX_NETWORKS } from "@/lib/access/limits/bounds";
import type { TokenDto } from "@/lib/tokens/dto";

/** Limits as the actions take them. */
export type ChosenLimits = ReturnType<typeof copyOf>;

/** Shown limits, as the actions take them. */
export function copyOf({ networks, windows, ...limits }: TokenDto["limits"]) {
  return {
    ...limits,
    ...(networks ? { networks: [...networks] } : {}),
    ...(windows ? { windows: [...windows] } : {}),
  };
}

/** The networks that were typed, one on a line or with commas between. */
const networksOf = (values: FormData) =>
  textOf(values, "networks")
    .split(/[\s,]+/)
    .filter(Boolean);

/**
 * The values of LimitFields, after `limitErrors` found nothing. Empty for none. The field shows minutes: an instant of
 * `before` that was not changed keeps its seconds.
 */
export function limitsOf(values: FormData, before: TokenDto["limits"] = {}): ChosenLimits {
  const networks = networksOf(values);
  const typed = textOf(values, "notBefore");
  const isSame = before.notBefore !== undefined && typed === localMinutes(before.notBefore);
  return {
    ...(networks.length > 0 ? { networks } : {}),
    ...(typed === "" ? {} : { notBefore: isSame ? before.notBefore : new Date(typed).toISOString() }),
  };
}

/** The same for a new token: undefined if nothing was entered, so that it gets the defaults of its APIs. */
export function chosenLimits(values: FormData): ChosenLimits | undefined {
  const limits = limitsOf(values);
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** What looks like an address or a network. The action's schema decides; this is for the eyes. */
const LIKE_NETWORK = /^[\da-f:.]*[:.][\da-f:.]*(?:\/\d{1,3})?$/i;

/** The errors of LimitFields that need no server. */
export function limitErrors(values: FormData): FieldErrors {
  const networks = networksOf(values);
  const wrong = networks.find((network) => !LIKE_NETWORK.test(network));
  const notBefore = textOf(values, "notBefore");
  return {
    ...(networks.length > MAX_NETWORKS ? { networks: `Name at most ${MAX_NETWORKS} networks.` } : {}),
    ...(wrong === undefined
      ? {}
      : { networks: `“${wrong}” is no network. Write one such as 192.0.2.0/24 or 2001:db8::/32.` }),
    ...(notBefore !== "" && Number.isNaN(Date.parse(notBefore)) ? { notBefore: "Enter a date and time." } : {}),
  };
}

/** The server's errors by the form's fields: it names those of limits by their path. */
export function atLimitFields<T extends { readonly ok: boolean }>(result: T): T {
  const sent = "fields" in result ? (result.fields as FieldErrors | undefined) : undefined;
  const fields: FieldErrors = {};
  for (const [path, text] of Object.entries(sent ?? {})) {
    if (path === "limits") continue; // the nested ones say more
    fields[path.startsWith("limits.") ? (path.split(".")[1] ?? path) : path] ??= text;
  }
  return Object.keys(fields).length > 0 ? { ...result, fields } : result;
}

const two = (part: number) => String(part).padStart(2, "0");

/** An instant as `<input type="datetime-local">` has it: minutes of the reader's zone. Empty for none. */
export function localMinutes(instant: string | undefined): string {
  if (instant === undefined) return "";
  const at = new Date(instant);
  const day = [String(at.getFullYear()).padStart(4, "0"), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
