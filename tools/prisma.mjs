// Runs Prisma's CLI without the packages behind `prisma dev` and `prisma studio`: package.json replaces them by an
// empty package (docs/decisions/0051-packages-left-out.md), but the CLI loads them at every start. In plain JavaScript,
// like run.mjs, so that it needs no other tool.
import Module, { createRequire } from "node:module";

const LEFT_OUT = /^@prisma\/(dev|studio-core)(\/|$)/;

const load = Module._load;
Module._load = (request, ...rest) => (LEFT_OUT.test(request) ? {} : load(request, ...rest));

createRequire(import.meta.url)("prisma/build/index.js");
