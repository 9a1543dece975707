import pg from "pg";

type Parse = (text: string) => unknown;

const { types } = pg;
const { INT8, DATE, TIMESTAMP, TIMESTAMPTZ } = types.builtins;
/** text[], which pg does not name. */
const TEXT_ARRAY = 1009;

const parserOf = (oid: number): Parse => types.getTypeParser(oid, "text") as Parse;
const slowInstant = parserOf(TIMESTAMPTZ);
const slowTexts = parserOf(TEXT_ARRAY);

/** An instant, in UTC as this pool's connections have it. Others, such as infinity and years before 1, are pg's. */
function instant(text: string): unknown {
  const isUsual = text.charAt(4) === "-" && text.charAt(10) === " " && text.endsWith("+00");
  return isUsual ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : slowInstant(text);
}

/** A flat list without null whose texts need no quotes. */
const PLAIN_TEXTS = /^\{[^"\\{}]+\}$/;

function texts(text: string): unknown {
  if (text === "{}") return [];
  return PLAIN_TEXTS.test(text) && !text.includes("NULL") ? text.slice(1, -1).split(",") : slowTexts(text);
}

const PARSERS = new Map<number, Parse>([
  [INT8, BigInt],
  [DATE, (text) => new Date(`${text}T00:00:00Z`)],
  [TIMESTAMP, (text) => new Date(`${text.replace(" ", "T")}Z`)],
  [TIMESTAMPTZ, instant],
  [TEXT_ARRAY, texts],
]);

/**
 * How columns become values: as Prisma's `$queryRaw` has them, at a fraction of the cost. pg's own parsers would give
 * int8 as a text, and dates in the process's time zone.
 */
export const ROW_TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary"): Parse =>
    (format !== "binary" && PARSERS.get(oid)) || (types.getTypeParser(oid, format) as Parse),
};
