interface Family {
  readonly comments: string[];
  readonly samples: string[];
}

/** A sample: its name, its labels without braces, and its value with an optional timestamp. */
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+(?: \d+)?)$/;
const COMMENT = /^# (?:HELP|TYPE) (\S+)/;

/**
 * Merges the metrics of several processes in the text format of Prometheus (version 0.0.4). Each sample gets the label
 * `worker`, and each family is grouped and described once. To sum up in Prometheus, use `sum without (worker)`.
 */
export function mergeExpositions(expositions: ReadonlyMap<string, string>): string {
  const families = new Map<string, Family>();
  for (const [worker, text] of expositions) addTo(families, worker, text);
  const lines = [...families.values()].flatMap(({ comments, samples }) => [...comments, ...samples]);
  return lines.map((line) => `${line}\n`).join("");
}

function addTo(families: Map<string, Family>, worker: string, text: string): void {
  let family: Family | undefined;
  for (const line of text.split("\n")) {
    const name = COMMENT.exec(line)?.[1];
    if (name !== undefined) family = described(families, name, line);
    else if (family) pushSample(family, worker, line);
  }
}

function described(families: Map<string, Family>, name: string, line: string): Family {
  const family = families.get(name) ?? { comments: [], samples: [] };
  families.set(name, family);
  if (!family.comments.includes(line)) family.comments.push(line);
  return family;
}

function pushSample({ samples }: Family, worker: string, line: string): void {
  const [, name, labels, value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) return;
  samples.push(`${name}{${labels ? `${labels},` : ""}worker="${worker}"} ${value}`);
}
