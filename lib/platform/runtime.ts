/** The program that runs this process. */
export const RUNTIME: "bun" | "node" = process.versions.bun === undefined ? "node" : "bun";
