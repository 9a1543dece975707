import { readdirSync, rmSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { inRoot } from "../project";

/** The folder of the compressed static files of Next. It is next to server.ts. */
export const COMPRESSED = "dist/static";
const STATIC = ".next/static";
/** Fonts and pictures are compressed already. */
const TEXT = /\.(?:js|css|svg)$/;

const compress = promisify(brotliCompress);

/** Compresses the console's scripts and styles once, with Brotli at its best quality. */
export async function compressStatic(): Promise<void> {
  rmSync(inRoot(COMPRESSED), { recursive: true, force: true });
  const files = readdirSync(inRoot(STATIC), { recursive: true, encoding: "utf8" }).filter((file) => TEXT.test(file));
  await Promise.all(files.map(compressOne));
}

async function compressOne(file: string): Promise<void> {
  const source = await readFile(inRoot(path.join(STATIC, file)));
  const compressed = await compress(source, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: source.length,
    },
  });
  const target = inRoot(path.join(COMPRESSED, `${file}.br`));
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, compressed);
}
