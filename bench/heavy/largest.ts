import http from "node:http";
import type { DocumentFamily } from "./documents";
import { ask, type Drained } from "./http";

/** A document in many different texts, so that the server cannot take it from its cache of parsed documents. */
export interface HeavyDocument {
  readonly name: string;
  nextBody(): string;
}

let texts = 0;
const bodyOf = (document: string): string => JSON.stringify({ query: `${document} # ${(texts += 1)}` });

/** Whether a document ran without an error. Errors come before the data. */
export const isAnswered = ({ status, beginning }: Drained): boolean =>
  status === 200 && beginning.startsWith('{"data":{');

/** The largest document of a family that the server accepts. Throws when it accepts none. */
export async function findLargest(url: string, token: string, family: DocumentFamily): Promise<HeavyDocument> {
  const agent = new http.Agent();
  let last = "";
  const isAccepted = async (size: number) => {
    const answer = await ask({ url: `${url}/api/graphql`, token, agent, body: bodyOf(family.document(size)) });
    last = answer.beginning;
    return isAnswered(answer);
  };
  let [accepted, refused] = [0, family.most + 1];
  while (refused - accepted > 1) {
    const middle = (accepted + refused + 1) >> 1;
    if (await isAccepted(middle)) accepted = middle;
    else refused = middle;
  }
  if (accepted === 0) throw new Error(`${family.name}: none was accepted: ${last}`);
  const document = family.document(accepted);
  return { name: `${family.name} (${accepted})`, nextBody: () => bodyOf(document) };
}
