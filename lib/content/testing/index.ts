/** The text of a small bundle with one policy, and one pack, for each of these uids. */
export function smallBundle({
  policies = [],
  packs = [],
  version = "1.0.0",
  comment = "",
}: {
  policies?: string[];
  packs?: string[];
  version?: string;
  comment?: string;
}): Uint8Array<ArrayBuffer> {
  const lines = [`# ${comment}`];
  if (policies.length > 0) lines.push("policies:", ...policies.flatMap((uid) => policy(uid, version)));
  if (packs.length > 0) lines.push("packs:", ...packs.flatMap((uid) => pack(uid, version)));
  return new Uint8Array(Buffer.from(`${lines.join("\n")}\n`));
}

function policy(uid: string, version: string): string[] {
  return [
    `  - uid: ${uid}`,
    `    name: Policy ${uid}`,
    `    version: ${version}`,
    "    tags:",
    "      team: security",
    "    docs:",
    "      desc: What it is for.",
    "    groups:",
    "      - title: All",
    "        checks:",
    `          - uid: ${uid}-check-1`,
    "            mql: asset.name != ''",
    `          - uid: ${uid}-check-2`,
    "            mql: asset.platform != ''",
    "        queries:",
    `          - uid: ${uid}-query`,
    "            mql: asset.name",
  ];
}

function pack(uid: string, version: string): string[] {
  return [
    `  - uid: ${uid}`,
    `    name: Pack ${uid}`,
    `    version: ${version}`,
    "    queries:",
    `      - uid: ${uid}-query`,
    "        mql: asset.name",
  ];
}
