/** Who did what stands above it: one short line in a table's cell, in full on hover. */
export function By({ name }: { name: string }) {
  return (
    <p title={name} className="text-xs text-muted md:max-w-24 md:truncate">
      by {name}
    </p>
  );
}
