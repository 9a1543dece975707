import { writeFileSync } from "node:fs";
import { printedSchema } from "../../lib/graphql/schema";
import { inRoot } from "../project";

/** `npm run graphql:schema`: writes the schema down; a test compares. */
writeFileSync(inRoot("lib/graphql/schema.graphql"), printedSchema());
