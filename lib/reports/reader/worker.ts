import { parentPort, workerData } from "node:worker_threads";
import { parseBytes, type ReportBytes } from "./parse-bytes";

// The thread that reads one report. Built as a file of its own: dist/report-reader.mjs.
parentPort?.postMessage(await parseBytes(workerData as ReportBytes));
