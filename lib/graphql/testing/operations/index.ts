import { APIS } from "./apis";
import { CONTENT } from "./content";
import { SPACES } from "./spaces";
import { TOKENS } from "./tokens";
import type { GraphqlOperation } from "./operation";

export type { GraphqlOperation } from "./operation";

/** All root fields except createOrganization, which no permission allows. A test compares with the schema. */
export const GRAPHQL_OPERATIONS: readonly GraphqlOperation[] = [...SPACES, ...CONTENT, ...TOKENS, ...APIS];
