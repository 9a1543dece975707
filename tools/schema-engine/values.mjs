import { ColumnTypeEnum as Column } from "@prisma/driver-adapter-utils";
import { parse } from "postgres-array";

// PostgreSQL's type oids (pg_type.dat) and the engine's types. @prisma/adapter-pg cannot be used here, because it
// rejects the catalog's type "char" (18).
const SCALARS = {
  16: Column.Boolean,
  17: Column.Bytes,
  18: Column.Character,
  19: Column.Text,
  20: Column.Int64,
  21: Column.Int32,
  23: Column.Int32,
  25: Column.Text,
  26: Column.Int64,
  114: Column.Json,
  700: Column.Float,
  701: Column.Double,
  1082: Column.Date,
  1083: Column.Time,
  1114: Column.DateTime,
  1184: Column.DateTime,
  1700: Column.Numeric,
  2950: Column.Uuid,
  3802: Column.Json,
};
const ARRAYS = {
  1000: Column.BooleanArray,
  1002: Column.CharacterArray,
  1003: Column.TextArray,
  1005: Column.Int32Array,
  1007: Column.Int32Array,
  1009: Column.TextArray,
  1015: Column.TextArray,
  1016: Column.Int64Array,
  1028: Column.Int64Array,
};
const NUMBERS = new Set([21, 23, 700, 701]);
const TIMES = new Set([1114, 1184]);
const ELEMENT = { 1000: 16, 1005: 21, 1007: 23 };

/** The engine's type for a PostgreSQL type. */
export const columnType = (oid) => SCALARS[oid] ?? ARRAYS[oid] ?? Column.Text;

/** A value in PostgreSQL's text form as the engine expects it. */
export function columnValue(oid, text) {
  if (text === null || !(oid in ARRAYS)) return scalar(oid, text);
  return parse(text, (element) => scalar(ELEMENT[oid] ?? 25, element));
}

function scalar(oid, text) {
  if (text === null) return null;
  if (oid === 16) return text === "t" || text === "true";
  if (NUMBERS.has(oid)) return Number(text);
  if (TIMES.has(oid)) return text.replace(" ", "T").replace(/([+-]\d\d(:?\d\d)?)?$/, "+00:00");
  return text;
}
