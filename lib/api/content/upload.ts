import { hash } from "node:crypto";
import { z } from "@hono/zod-openapi";
import { MAX_BUNDLE_BYTES } from "../../content/parse";
import { uploadBundle } from "../../content/upload";
import type { ApiApp, ApiContext } from "../context";
import { addOperation, created } from "../operation";
import { isJson, mediaType, parseJson, type ReadBody } from "../operation/body";
import { readUpload } from "../operation/upload";
import type { OperationAnswer, OperationCall } from "../operation/types";
import { fieldErrors } from "../field-errors";
import { problem } from "../problem";
import type { ContentNoun } from "./noun";
import { MAX_JSON_BUNDLE_BYTES, jsonBundleSchema, toContent, uploadQuery, yamlBundleSchema } from "./schema";

interface Bundle {
  readonly bytes: Uint8Array;
  readonly overwrite: boolean;
}

/** Uploads of a space, and of the whole organization. */
export function addUploads(app: ApiApp, noun: ContentNoun): void {
  addUpload(
    app,
    noun,
    `/api/v1/spaces/{spaceId}/${noun.plural}`,
    `upload${noun.Many}`,
    `Upload a bundle of ${noun.words} to a space`,
  );
  addUpload(
    app,
    noun,
    `/api/v1/organization/${noun.plural}`,
    `uploadOrganization${noun.Many}`,
    `Upload a bundle of ${noun.words} for all spaces`,
  );
}

function addUpload(app: ApiApp, noun: ContentNoun, path: string, operationId: string, summary: string): void {
  addOperation(app, {
    method: "post",
    path,
    operationId,
    needs: noun.kind.write,
    tag: noun.tag,
    summary,
    description:
      `A YAML file of up to 5 MiB with one or more ${noun.words}; its exact bytes are kept. ` +
      `What is wrong in it is answered 422 \`invalid_bundle\`, with \`findings\` that carry line and column.`,
    query: uploadQuery,
    accepts: { "application/yaml": yamlBundleSchema, "application/json": jsonBundleSchema },
    success: { 201: `The ${noun.words} of the bundle, in its order.` },
    answers: noun.uploaded,
    respond: async (call) => {
      const read = await readBundleOf(call.c, call.query.overwrite);
      if (!read.ok) return read.response;
      const { bytes, overwrite } = read.value;
      return call.once(`${overwrite} ${hash("sha256", bytes)}`, (actor) =>
        upload(noun, path, { ...call, actor }, read.value),
      );
    },
  });
}

async function upload(
  noun: ContentNoun,
  path: string,
  { actor, param }: Pick<OperationCall<unknown, unknown, unknown>, "actor" | "param">,
  bundle: Bundle,
): Promise<
  OperationAnswer<Record<string, unknown>> | Extract<Awaited<ReturnType<typeof uploadBundle>>, { ok: false }>
> {
  const spaceId = path.includes("{spaceId}") ? param("spaceId") : null;
  const result = await uploadBundle(noun.kind, actor, { spaceId, ...bundle });
  if (!result.ok) return result;
  const { items, overwritten, warnings, moreWarnings } = result;
  return created(
    { [noun.plural]: items.map((item) => z.parse(noun.item, toContent(item))), overwritten, warnings, moreWarnings },
    path.replace("{spaceId}", spaceId ?? ""),
  );
}

const YAML = new Set(["application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"]);

async function readBundleOf(c: ApiContext, overwrite: boolean): Promise<ReadBody<Bundle>> {
  const type = mediaType(c);
  if (isJson(type)) return readJsonBundle(c, overwrite);
  if (!YAML.has(type))
    return {
      ok: false,
      response: problem(c, "unsupported_media_type", { detail: "Send the bundle as application/yaml, or as JSON." }),
    };
  const read = await readUpload(c, MAX_BUNDLE_BYTES);
  return read.ok ? { ok: true, value: { bytes: read.value, overwrite } } : read;
}

async function readJsonBundle(c: ApiContext, overwrite: boolean): Promise<ReadBody<Bundle>> {
  const read = await readUpload(c, MAX_JSON_BUNDLE_BYTES);
  if (!read.ok) return read;
  const json = parseJson(c, read.value);
  if (!json.ok) return json;
  const parsed = jsonBundleSchema.safeParse(json.value.value);
  if (parsed.success)
    return { ok: true, value: { bytes: Buffer.from(parsed.data.yaml), overwrite: parsed.data.overwrite ?? overwrite } };
  return { ok: false, response: problem(c, "invalid_input", { errors: fieldErrors(parsed.error) }) };
}
