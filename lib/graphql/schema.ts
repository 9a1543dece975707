import { lexicographicSortSchema, printSchema } from "graphql";
import { builder } from "./builder";
import "./organizations";
import "./spaces";
import "./tokens";
import "./token-mutations";
import "./roles";
import "./auditlog";
import "./content";
import "./content-mutations";
import "./assets";
import "./reports";

/** The schema: what the files above declare. */
export const schema = builder.toSchema();

/** As it stands in schema.graphql (`npm run graphql:schema`). */
export function printedSchema(): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
