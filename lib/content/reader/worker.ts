import { parentPort, workerData } from "node:worker_threads";
import { parseBundle } from "../parse";

// The thread that reads one bundle. Built as a file of its own: dist/bundle-reader.mjs.
parentPort?.postMessage(parseBundle(workerData as Uint8Array));
