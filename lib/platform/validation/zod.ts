import { extendZodWithOpenApi } from "@asteasolutions/zod-to-openapi";
import { z } from "zod";

/**
 * Zod, extended with `.openapi()`. A schema gets that method when it is constructed, so the extension must come before
 * the first schema, regardless of the order in which routes load. Import `z` from here; the linter forbids `zod`
 * itself.
 */
extendZodWithOpenApi(z);

export { z };
