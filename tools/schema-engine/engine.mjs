import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { createFactory, createOfflineFactory } from "./factory.mjs";

/** The engine. The first call builds it and determines whether it needs a database. */
export function createEngine(datasource, datamodelFiles) {
  let built;
  const build = async (offline) => {
    await instantiate();
    const factory = offline ? createOfflineFactory() : createFactory(datasource);
    const bound = bindMigrationAwareSqlAdapterFactory(factory);
    const datamodels = datamodelFiles.map((file) => [file, readFileSync(file, "utf8")]);
    const log = (line) => process.env.DEBUG && process.stderr.write(`${line}\n`);
    const engine = await bindings.SchemaEngine.new(
      { datamodels: datamodels.length ? datamodels : undefined },
      log,
      bound,
    );
    return { engine, factory, bound };
  };
  return {
    call: async (method, params) => {
      built ??= build(isOffline(method, params));
      const { engine } = await built;
      const name = method === "getDatabaseVersion" ? "version" : method;
      if (typeof engine[name] !== "function") throw new Error(`schema-engine (wasm): unknown method ${method}`);
      return engine[name](params);
    },
    /** The error that a driver adapter threw. The engine only returns its number. */
    original: async (error) => {
      const { bound } = (await built?.catch(() => undefined)) ?? {};
      const registered =
        typeof error?.id === "number" ? bound?.errorRegistry?.consumeError?.(error.id)?.error : undefined;
      return registered?.cause ?? registered ?? error;
    },
    close: async () => (await built?.catch(() => undefined))?.factory.close(),
  };
}

async function instantiate() {
  const script = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const wasm = readFileSync(script.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  // the engine reports panics here
  globalThis.PRISMA_WASM_PANIC_REGISTRY ??= {
    message: "",
    set_message(message) {
      this.message = message;
    },
  };
}

function isOffline(method, params) {
  const isFile = ({ tag }) => tag === "empty" || tag === "schemaDatamodel";
  return method === "diff" && isFile(params.from) && isFile(params.to);
}
