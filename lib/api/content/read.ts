import { downloadBundle, getContent, listContent } from "../../content/queries";
import { deleteContent } from "../../content/delete-content";
import type { ApiApp } from "../context";
import { addOperation, done, ok } from "../operation";
import { listOf, toList, toPageInput } from "../operation/lists";
import { writeFailure } from "../operation/write";
import { rateFields, reply } from "../reply";
import type { ContentNoun } from "./noun";
import { listQuery, spaceListQuery, toContent, yamlBundleSchema } from "./schema";

/** Lists, single items, their files, and deletion. */
export function addReads(app: ApiApp, noun: ContentNoun): void {
  addLists(app, noun);
  addOne(app, noun);
  addDownload(app, noun);
}

function addLists(app: ApiApp, { kind, plural, tag, Many, words, item }: ContentNoun): void {
  const answers = listOf(item, Many);
  addOperation(app, {
    method: "get",
    path: `/api/v1/spaces/{spaceId}/${plural}`,
    operationId: `list${Many}`,
    needs: kind.read,
    tag,
    summary: `The ${words} that a space sees, organization-wide ones included`,
    query: spaceListQuery,
    success: { 200: "A page of them." },
    answers,
    run: async ({ actor, param, query }) => {
      const result = await listContent([kind], actor, { ...toPageInput(query), spaceId: param("spaceId") });
      return result.ok ? ok(toList(result.page, (dto) => item.parse(toContent(dto)))) : result;
    },
  });
  addOperation(app, {
    method: "get",
    path: `/api/v1/organization/${plural}`,
    operationId: `listOrganization${Many}`,
    needs: kind.read,
    tag,
    summary: `The organization-wide ${words}`,
    query: listQuery,
    success: { 200: "A page of them." },
    answers,
    run: async ({ actor, query }) => {
      const result = await listContent([kind], actor, { ...toPageInput(query), spaceId: null, assigned: [] });
      return result.ok ? ok(toList(result.page, (dto) => item.parse(toContent(dto)))) : result;
    },
  });
}

function addOne(app: ApiApp, { kind, plural, tag, One, word, item }: ContentNoun): void {
  const path = `/api/v1/${plural}/{id}`;
  addOperation(app, {
    method: "get",
    path,
    operationId: `get${One}`,
    needs: kind.read,
    tag,
    summary: `One ${word}`,
    success: { 200: `The ${word}.` },
    answers: item,
    run: async ({ actor, param }) => {
      const result = await getContent(kind, actor, param("id"));
      return result.ok ? ok(item.parse(toContent(result.item))) : result;
    },
  });
  addOperation(app, {
    method: "delete",
    path,
    operationId: `delete${One}`,
    needs: kind.write,
    tag,
    summary: `Delete a ${word}; the last one of a bundle takes the file with it`,
    success: { 204: "It is gone." },
    answers: null,
    run: async ({ actor, param }) => {
      const result = await deleteContent(kind, actor, { id: param("id") });
      return result.ok ? done : result;
    },
  });
}

function addDownload(app: ApiApp, { kind, plural, tag, One, word }: ContentNoun): void {
  addOperation(app, {
    method: "get",
    path: `/api/v1/${plural}/{id}/bundle`,
    operationId: `download${One}`,
    needs: kind.read,
    tag,
    summary: `The file that a ${word} came in, byte for byte`,
    success: { 200: "The YAML file as it was uploaded." },
    answers: yamlBundleSchema,
    produces: "application/yaml",
    etag: true,
    respond: async ({ c, actor, param }) => {
      const result = await downloadBundle(kind, actor, param("id"));
      if (!result.ok) return writeFailure(c, result);
      const { bytes, digest, fileName } = result.file;
      const headers = {
        "content-type": "application/yaml",
        "content-disposition": `attachment; filename="${fileName}"`,
        etag: `"${digest}"`,
      };
      return reply(c, 200, bytes, { ...headers, ...rateFields(c) });
    },
  });
}
