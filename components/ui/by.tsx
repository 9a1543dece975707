/** One short line in a table cell, in full on hover. */
export function By({ name }: { name: string }) {
  return (
    <p title={name} className="text-xs text-muted md:max-w-24 md:truncate">
      by {name}
    </p>
  );
}
