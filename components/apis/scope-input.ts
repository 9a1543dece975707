import { textOf } from "@/components/forms/form-state";
import type { FieldErrors } from "@/components/ui/form-errors";
import type { ScopeDto } from "@/lib/apis/dto";
import { MAX_SCOPES, SCOPE_NAME, SCOPE_NAME_RULE } from "@/lib/apis/limits";

/** The field with one scope per line. */
export const SCOPE_LINES = "scopeLines";

interface TypedScope extends ScopeDto {
  /** The field that an error of it belongs to. */
  readonly field: string;
}

/** The names of a row's two fields. */
export const rowFields = (key: number) => ({ name: `scopes.${key}.name`, description: `scopes.${key}.description` });

/** A name, and after white space its description. */
function parseLine(line: string): ScopeDto {
  const [name = ""] = line.split(/\s/, 1);
  return { name, description: line.slice(name.length).trim() };
}

function typedScopes(values: FormData): TypedScope[] {
  const rows = [...values.keys()]
    .filter((field) => /^scopes\.\d+\.name$/.test(field))
    .map((field) => ({
      field,
      name: textOf(values, field).trim(),
      description: textOf(values, field.replace(/name$/, "description")).trim(),
    }))
    .filter(({ name, description }) => name !== "" || description !== "");
  const lines = textOf(values, SCOPE_LINES)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => ({ field: SCOPE_LINES, ...parseLine(line) }));
  return [...rows, ...lines];
}

/** The scopes of the form: those of the rows, then those of the lines. Empty rows and lines are left out. */
export function scopesOf(values: FormData): ScopeDto[] {
  return typedScopes(values).map(({ name, description }) => ({ name, description }));
}

/** All scopes of the form as lines, for a form that is rendered again without scripts. */
export function scopeLines(values: FormData): string {
  return scopesOf(values)
    .map(({ name, description }) => `${name} ${description}`.trim())
    .join("\n");
}

/** The errors of the scopes that need no server, each at its field. `taken` are the names that the API has already. */
export function scopeErrors(values: FormData, taken: readonly ScopeDto[] = []): FieldErrors {
  const errors: FieldErrors = {};
  const scopes = typedScopes(values);
  const names = new Set(taken.map(({ name }) => name));
  for (const { field, name } of scopes) {
    const problem = problemOf(name, names);
    if (problem) errors[field] ??= field === SCOPE_LINES ? `${name}: ${problem}` : problem;
    names.add(name);
  }
  if (names.size > MAX_SCOPES) errors.scopes = `Use at most ${MAX_SCOPES} scopes.`;
  return errors;
}

function problemOf(name: string, names: ReadonlySet<string>): string | null {
  if (name === "") return "Enter a scope.";
  if (!SCOPE_NAME.test(name)) return SCOPE_NAME_RULE;
  return names.has(name) ? "Name each scope once." : null;
}
