import type { SpaceContents } from "@/lib/spaces/dto";

const NOUNS: readonly (readonly [keyof SpaceContents, string, string])[] = [
  ["tokens", "API token", "API tokens"],
  ["policies", "policy", "policies"],
  ["querypacks", "query pack", "query packs"],
  ["assets", "asset", "assets"],
  ["reports", "report", "reports"],
];

/** "3 API tokens and 1 policy"; empty when nothing is in the space. */
export function contentsInWords(contents: SpaceContents): string {
  const parts = NOUNS.filter(([key]) => contents[key] > 0).map(
    ([key, one, many]) => `${contents[key].toLocaleString("en")} ${contents[key] === 1 ? one : many}`,
  );
  return new Intl.ListFormat("en").format(parts);
}

/** What is deleted with a space. The tokens that stop working come first. */
export function ContentsWarning({ contents }: { contents: SpaceContents | null }) {
  const words = contents && contentsInWords(contents);
  if (words === "") return <p>The space is empty. It cannot be brought back.</p>;
  return (
    <p>
      {words ? (
        <>
          With it go <strong className="font-semibold text-fg">{words}</strong>.
        </>
      ) : (
        "Everything in it goes with it."
      )}{" "}
      Its tokens stop working at once, and nothing of it can be brought back.
    </p>
  );
}
