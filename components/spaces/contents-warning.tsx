import type { VisibleContents } from "@/lib/spaces/dto";

const NOUNS: readonly (readonly [keyof VisibleContents, string, string])[] = [
  ["tokens", "API token", "API tokens"],
  ["policies", "policy", "policies"],
  ["querypacks", "query pack", "query packs"],
  ["assets", "asset", "assets"],
  ["reports", "report", "reports"],
];

/** "3 API tokens and 1 policy"; empty when nothing is in the space. */
export function contentsInWords(contents: VisibleContents): string {
  const parts = NOUNS.map(([key, one, many]) => ({ count: contents[key] ?? 0, one, many }))
    .filter(({ count }) => count > 0)
    .map(({ count, one, many }) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`);
  return new Intl.ListFormat("en").format(parts);
}

/** What is deleted with a space. The tokens that stop working come first. */
export function ContentsWarning({ contents }: { contents: VisibleContents | null }) {
  const words = contents && contentsInWords(contents);
  if (words === "") return <p>The space is empty. This cannot be undone.</p>;
  return (
    <p>
      {words ? (
        <>
          With it go <strong className="font-semibold text-fg">{words}</strong>.
        </>
      ) : (
        "Everything in it is deleted."
      )}{" "}
      Its tokens stop working at once. This cannot be undone.
    </p>
  );
}
