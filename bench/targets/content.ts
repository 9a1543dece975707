import { formatMrn } from "../../lib/mrn";
import { generateReport } from "../../tools/sample-data/report";
import type { FilledDatabase } from "../filling";
import type { BenchTarget } from "../target";
import type { Servers } from "../servers";
import { bearer, inTurn } from "./bearer";

const ASSETS = 100;
/** Enough reports that the server does not soon see one again. */
const REPORTS = 300;
const ORGANIZATION =
  "query ($mrn: String!) { organization(mrn: $mrn) { id mrn name spacesCount " +
  "spacesList(first: 10) { edges { node { id mrn name } } } } }";

/** Operations that need permissions: a long list, GraphQL, an agent's report. Uncached. */
export function contentTargets({ uncached: { url, pid } }: Servers, { listed }: FilledDatabase): BenchTarget[] {
  const { organizationId, spaceId, editor, viewer, agent } = listed;
  const reports = inTurn(
    Array.from({ length: REPORTS }, (_, seed) => generateReport({ seed, assets: ASSETS, scoresPerAsset: 10 })),
  );
  let sent = 0;
  const report = () =>
    bearer(agent, { type: "application/json", body: reports().replace("{", `{"bench-${(sent += 1)}":0,`) });
  const query = JSON.stringify({
    query: ORGANIZATION,
    variables: { mrn: formatMrn({ kind: "organization", id: organizationId }) },
  });
  return [
    { name: "list 50 of 100,000 tokens", url: `${url}/api/v1/tokens?limit=50`, pid, status: 200, call: bearer(editor) },
    {
      name: "organization by GraphQL, valid token",
      url: `${url}/api/graphql`,
      pid,
      status: 200,
      call: bearer(viewer, { type: "application/json", body: query }),
    },
    {
      name: `an agent’s report of ${ASSETS} assets`,
      url: `${url}/api/v1/spaces/${spaceId}/reports`,
      pid,
      status: 201,
      call: report,
    },
  ];
}
