import { APIS } from "./apis";
import { CONTENT } from "./content";
import { REPORTS } from "./reports";
import { SPACES } from "./spaces";
import { TOKENS } from "./tokens";
import type { Operation } from "./operation";

export type { Operation } from "./operation";

/** All operations in the permission table. */
export const OPERATIONS: readonly Operation[] = [...SPACES, ...CONTENT, ...REPORTS, ...TOKENS, ...APIS];

/** The operation's id in the OpenAPI document. */
export const idOf = ({ name }: Operation): string => name.split(" ")[0] ?? name;
