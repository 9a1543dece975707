import { writeFileSync } from "node:fs";
import { printedSchema } from "../../lib/graphql/schema";
import { inRoot } from "../project";

/** `npm run graphql:schema`: writes lib/graphql/schema.graphql. A test compares it with the code. */
writeFileSync(inRoot("lib/graphql/schema.graphql"), printedSchema());
