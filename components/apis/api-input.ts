import { textOf } from "@/components/forms/form-state";
import { limitOf, limitProblem } from "@/components/forms/limit";
import type { FieldErrors } from "@/components/ui/form-errors";
import { ALGORITHMS, MAX_LIFETIME_DAYS } from "@/lib/apis/limits";
import type { ApiFields, NewApi } from "./actions";
import { countedErrors, countedLimitsOf } from "@/components/tokens/counted-input";
import { limitErrors, limitsOf, type ChosenLimits } from "@/components/tokens/limits-input";
import { scopeErrors, scopesOf } from "./scope-input";

const LIFETIMES = ["lifetimeDays", "maxLifetimeDays"] as const;

/** The values that an API can change. */
export function apiFields(values: FormData): ApiFields {
  const algorithm = textOf(values, "algorithm");
  return {
    name: textOf(values, "name"),
    description: textOf(values, "description"),
    algorithm: ALGORITHMS.find((candidate) => candidate === algorithm) ?? "EdDSA",
    exchangesLimited: values.has("exchangesLimited"),
    defaults: {
      lifetimeDays: limitOf(textOf(values, "lifetimeDays")),
      maxLifetimeDays: limitOf(textOf(values, "maxLifetimeDays")),
      limits: defaultLimits(values),
    },
  };
}

/** The default limits. The form does not show when a token begins to work: that of an API that is edited stays. */
function defaultLimits(values: FormData): ChosenLimits {
  const notBefore = textOf(values, "defaultNotBefore");
  return { ...limitsOf(values), ...countedLimitsOf(values), ...(notBefore === "" ? {} : { notBefore }) };
}

/** The values of "Register API". */
export function newApi(values: FormData): NewApi {
  return {
    ...apiFields(values),
    identifier: textOf(values, "identifier"),
    tokenPrefix: textOf(values, "tokenPrefix").trim() || null,
    scopes: scopesOf(values),
  };
}

/** The errors of the changeable values that need no server. */
export function apiFieldErrors(values: FormData): FieldErrors {
  const errors: FieldErrors = textOf(values, "name").trim() ? {} : { name: "Enter a name." };
  for (const field of LIFETIMES) {
    const problem = limitProblem(textOf(values, field), MAX_LIFETIME_DAYS);
    if (problem) errors[field] = problem;
  }
  Object.assign(errors, limitErrors(values), countedErrors(values));
  const { lifetimeDays, maxLifetimeDays } = apiFields(values).defaults;
  if (lifetimeDays !== null && maxLifetimeDays !== null && lifetimeDays > maxLifetimeDays)
    errors.lifetimeDays ??= "Choose at most the maximum lifetime.";
  return errors;
}

/** The errors of "Register API" that need no server. */
export function newApiErrors(values: FormData): FieldErrors {
  return {
    ...(textOf(values, "identifier").trim() ? {} : { identifier: "Enter an identifier." }),
    ...apiFieldErrors(values),
    ...scopeErrors(values),
  };
}

/** The form's field of a path: `defaults.lifetimeDays`, `defaults.limits.networks.3`. */
const fieldAt = (path: string): string =>
  path.replace(/^defaults\.(?:limits\.([^.]+).*)?/, (_, limit: string | undefined) => limit ?? "");

/** The server's errors by the form's fields: it names nested ones by their path. */
export function atFields(fields: Readonly<Record<string, string>>): FieldErrors {
  const { defaults, ...rest } = fields;
  const isNested = Object.keys(rest).some((field) => field.startsWith("defaults."));
  const own = Object.entries(rest)
    .filter(([field]) => field !== "defaults.limits") // the nested ones say more
    .map(([field, text]) => [fieldAt(field), text] as const);
  return Object.fromEntries(defaults === undefined || isNested ? own : [...own, ["lifetimeDays", defaults] as const]);
}
