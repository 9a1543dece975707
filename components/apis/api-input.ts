import { textOf } from "@/components/forms/form-state";
import { limitOf, limitProblem } from "@/components/forms/limit";
import type { FieldErrors } from "@/components/ui/form-errors";
import { ALGORITHMS, MAX_LIFETIME_DAYS } from "@/lib/apis/limits";
import type { ApiFields, NewApi } from "./actions";
import { scopeErrors, scopesOf } from "./scope-input";

const LIFETIMES = ["lifetimeDays", "maxLifetimeDays"] as const;

/** The values that an API can change. */
export function apiFields(values: FormData): ApiFields {
  const algorithm = textOf(values, "algorithm");
  return {
    name: textOf(values, "name"),
    description: textOf(values, "description"),
    algorithm: ALGORITHMS.find((candidate) => candidate === algorithm) ?? "EdDSA",
    defaults: {
      lifetimeDays: limitOf(textOf(values, "lifetimeDays")),
      maxLifetimeDays: limitOf(textOf(values, "maxLifetimeDays")),
    },
  };
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

/** The server's errors by the form's fields: it names nested ones by their path. */
export function atFields(fields: Readonly<Record<string, string>>): FieldErrors {
  const { defaults, ...rest } = fields;
  const isNested = LIFETIMES.some((field) => rest[`defaults.${field}`] !== undefined);
  const own = Object.entries(rest).map(([field, text]) => [field.replace(/^defaults\./, ""), text] as const);
  return Object.fromEntries(defaults === undefined || isNested ? own : [...own, ["lifetimeDays", defaults] as const]);
}
