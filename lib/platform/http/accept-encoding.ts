/** Whether Accept-Encoding (RFC 9110 section 12.5.3) names `coding`, with any weight but zero. */
export function acceptsCoding(accepted: string | string[] | null | undefined, coding: "br" | "gzip"): boolean {
  return String(accepted ?? "")
    .split(",")
    .some((part) => {
      const [, name = "", weight] = CODING.exec(part) ?? [];
      return name.toLowerCase() === coding && (weight === undefined || Number(weight) > 0);
    });
}

const CODING = /^\s*([a-z]+)\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?|\.\d{1,3})\s*)?$/i;
