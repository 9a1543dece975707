/** The color of allowed requests. Forced colors leave the fills of an SVG alone, so both fills name theirs. */
export const ALLOWED_FILL = "fill-accent forced-colors:fill-[CanvasText]";
/** The color of the outline of denied requests. */
export const DENIED_STROKE = "stroke-critical forced-colors:stroke-[CanvasText]";

/** Stripes, which tell denied requests from allowed ones without color. `fill="url(#id)"` uses them. */
export function DeniedPattern({ id }: { id: string }) {
  return (
    <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={5} height={5} className="fill-raised forced-colors:fill-[Canvas]" />
      <rect width={3} height={5} className="fill-critical forced-colors:fill-[CanvasText]" />
    </pattern>
  );
}
