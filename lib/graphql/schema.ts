import { lexicographicSortSchema, printSchema } from "graphql";
import { builder } from "./builder";
import "./organizations";
import "./spaces";
import "./tokens";
import "./token-mutations";
import "./roles";
import "./apis";
import "./auditlog";
import "./content";
import "./content-mutations";
import "./assets";
import "./reports";
import "./usage";

/** The schema, as declared in the imported files. */
export const schema = builder.toSchema();

/** The text of schema.graphql (`npm run graphql:schema`). */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
