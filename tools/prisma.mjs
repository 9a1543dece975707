// Runs Prisma's CLI without the packages behind `prisma dev` and `prisma studio`: package.json puts an empty package in
// their place (docs/decisions/0051-packages-left-out.md). The CLI loads them at its start for every command.
// In plain JavaScript, like run.mjs, so that no other tool has to work before this one.
import Module, { createRequire } from "node:module";

const LEFT_OUT = /^@prisma\/(dev|studio-core)(\/|$)/;

const load = Module._load;
Module._load = (request, ...rest) => (LEFT_OUT.test(request) ? {} : load(request, ...rest));

createRequire(import.meta.url)("prisma/build/index.js");
